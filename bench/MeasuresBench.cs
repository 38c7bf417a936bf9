using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Evaluate;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Bench;

/// <summary>How fast measures are over a made-up star: the childhood measures over two-year-olds, then every measure and mart over a state.</summary>
public static class MeasuresBench
{
    static readonly DateOnly AsOf = new(2025, 12, 31);

    /// <summary>Persons of the largest run; smaller with REGISTRY_BENCH_PERSONS.</summary>
    static readonly int Most = int.TryParse(Environment.GetEnvironmentVariable("REGISTRY_BENCH_PERSONS"), out var most) ? most : 1_000_000;

    static int[] Sizes => [Most / 10, Most * 3 / 10, Most];

    [Bench("measures", "cis and cms117 for one year over two-year-olds with about 20 doses each, star in a file, rows into memory")]
    public static void Childhood(BenchReport report)
    {
        foreach (var persons in Sizes)
        {
            using var star = new MeasureStar(persons, years: 1, AsOf);
            long cis = 0;
            report.Measure($"cis, {persons:N0} children", "children", () => { cis = star.NewRun().Rows(star.Models, "cis", 2025); return persons; }, rounds: 1);
            report.Measure($"cis and cms117, {persons:N0} children", "children", () => { var run = star.NewRun(); run.Rows(star.Models, "cis", 2025); run.Rows(star.Models, "cms117", 2025); return persons; }, rounds: 1);
            report.Note($"{persons:N0} children: {star.Doses:N0} doses, {cis:N0} rows of cis; peak working set so far {Peak()} MiB.");
        }
        report.Note("Shared parts are made once for both measures. No exclusion is printed as a rate: the rows are made up by hash.");
    }

    [Bench("marts", "every measure and mart over a made-up state of all ages with about 20 doses a person, star in a file; not the marts that read staged rows, such as those of data quality")]
    public static void State(BenchReport report)
    {
        foreach (var persons in Sizes)
        {
            using var star = new MeasureStar(persons, years: 85, AsOf);
            var steps = new List<(string Name, double Seconds)>();
            report.Measure($"all measures and marts, {persons:N0} persons", "persons", () => { steps.Clear(); star.Everything((name, seconds) => { lock (steps) steps.Add((name, seconds)); }); return persons; }, rounds: 1);
            report.Note($"{persons:N0} persons, {star.Doses:N0} doses; peak working set so far {Peak()} MiB; longest steps: "
                + string.Join(", ", steps.OrderByDescending(step => step.Seconds).Take(12).Select(step => $"{step.Name} {step.Seconds:0.0} s")) + ".");
        }
    }

    static long Peak() => System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
}

/// <summary>A made-up star in a file, attached as the facts of a build; see measures/star.sql.</summary>
sealed class MeasureStar : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("registry-star-").FullName;
    readonly DuckDbDatabase database;
    readonly DuckDbConnection connection;
    readonly DateOnly asOf;

    internal MeasureStar(int persons, int years, DateOnly asOf)
    {
        this.asOf = asOf;
        database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 10L << 30, Threads = 2, TempDirectory = Path.Combine(folder, "tmp") });
        connection = database.Connect();
        connection.Execute($"attach '{Path.Combine(folder, "facts.duckdb")}' as facts; use facts");
        foreach (var file in Directory.GetFiles(Content.Codes, "*.csv"))
            connection.Execute($"create table code_{Path.GetFileNameWithoutExtension(file)} as select * from read_csv($1, header = true, all_varchar = true)", file);
        connection.Execute($"set variable n_persons = {persons}; set variable years = {years}; set variable as_of = date '{asOf:yyyy-MM-dd}'");
        foreach (var statement in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "measures", "star.sql")).Split("\n;\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (years > 1 || Childhood.Any(table => statement.Contains($"create table {table} ", StringComparison.Ordinal) || statement.Contains($"create table {table}\n", StringComparison.Ordinal)))
                connection.Execute(statement);
        if (years > 1) SeriesAge.Write(connection, "facts", ScheduleForDate.Load(new ScheduleLibrary(ScheduleLibrary.BuiltInFolder), "4.64", asOf).Ages);
        connection.Execute("checkpoint facts; use memory");
        Content.MakeFunctions(connection);
        connection.Execute("set search_path = 'memory.main,facts.main'");
        MakeScratch(Models.Where(model => model.Name is "msr_cis" or "msr_cms117"));
        Doses = connection.QueryScalar<long>("select count(*) from fct_dose");
    }

    // What a run of trends makes, both in scratch.
    static readonly string[] Trends = ["trend_point", "trend_period"];

    // What cis and cms117 read: the rest is made for a state of all ages only.
    static readonly string[] Childhood = ["routine", "older_routine", "dim_person", "fct_dose", "fct_observation", "fct_person_residence", "fct_plan_enrollment"];

    internal long Doses { get; }

    internal IReadOnlyList<Model> Models { get; } = ModelGraph.Load(Content.Folder, StandardSteps.All.Select(step => step.Model));

    internal MeasureRun NewRun() => new(connection, asOf);

    /// <summary>Every measure for its periods and every mart, as a build runs them; what they made is dropped before.</summary>
    internal void Everything(Action<string, double> onStep)
    {
        foreach (var name in Models.Where(model => model.Layer is Layer.Measures or Layer.Marts).Select(model => model.Name).Append("dim_measure"))
            connection.Execute($"drop table if exists facts.{name}");
        foreach (var name in Trends) connection.Execute($"drop table if exists memory.{name}");
        var marts = Models.Where(model => model.Layer is Layer.Marts && CanBeMade(model)).ToArray();
        MakeScratch(marts);
        var measures = Models.Where(model => model.Layer is Layer.Measures || model["each"] is not null).ToArray();
        Piece<DuckDbConnection>[] pieces =
        [
            new("measures", [.. measures.Where(model => model["each"] is not "trend").Select(model => model.Name), "dim_measure"], [],
                own => new MeasureRun(own, asOf, "measures").Make(Models, (name, _, _, spent) => onStep(name, spent.Seconds))),
            new("trends", Trends, [], own => new MeasureRun(own, asOf, "trends").MakeTrends(Models, (name, _, _, spent) => onStep(name, spent.Seconds))),
            .. marts.Where(mart => mart["each"] is null).Select(mart => new Piece<DuckDbConnection>(mart.Name, [mart.Name], mart.Reads, own =>
                onStep(mart.Name, Spent.On(() => own.Execute($"create table facts.{mart.Name} as {mart.Sql}")).Seconds))),
        ];
        connection.Execute("set threads = 1");
        SideBySide.Run(pieces, 2, Connect);
        connection.Execute("checkpoint facts");
    }

    DuckDbConnection Connect()
    {
        var own = database.Connect();
        own.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"set search_path = 'memory.main,facts.main'; set variable as_of = date '{asOf:yyyy-MM-dd}'"));
        return own;
    }

    // Marts of data quality, and some others, read staged rows, which a made-up star has not.
    bool CanBeMade(Model model) => model.Reads.All(name =>
    {
        if (name == model.Name || Models.FirstOrDefault(other => other.Makes.Contains(name)) is not { } read || IsDrawn(name)) return true;
        return read.Layer is Layer.Measures || read["each"] is not null || (read.Layer is Layer.Marts || IsShared(read)) && CanBeMade(read);
    });

    bool IsDrawn(string table) => connection.QueryScalar<bool>("select exists (select 1 from duckdb_tables() where database_name = 'facts' and table_name = $1)", table);

    static bool IsShared(Model model) => model.Layer is Layer.Warehouse;

    // Tables and views of the warehouse that models read, straight or through others, each after what it reads.
    void MakeScratch(IEnumerable<Model> readers)
    {
        var wanted = readers.SelectMany(model => model.Reads).ToHashSet();
        foreach (var model in Models.Reverse())
            if (wanted.Contains(model.Name) && (model.Layer is Layer.Measures || IsShared(model) && !IsDrawn(model.Name))) wanted.UnionWith(model.Reads);
        foreach (var model in Models.Where(model => IsShared(model) && wanted.Contains(model.Name) && !IsDrawn(model.Name) && CanBeMade(model)))
            connection.Execute($"create or replace {(model["database"] is "view" ? "view" : "table")} memory.{model.Name} as {model.Sql}");
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
