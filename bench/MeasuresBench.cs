using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

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

    [Bench("marts", "every measure and mart over a made-up state of all ages with about 20 doses a person, star in a file; not the marts of data quality")]
    public static void State(BenchReport report)
    {
        foreach (var persons in Sizes)
        {
            using var star = new MeasureStar(persons, years: 85, AsOf);
            var steps = new List<(string Name, double Seconds)>();
            report.Measure($"all measures and marts, {persons:N0} persons", "persons", () => { steps.Clear(); star.Everything((name, seconds) => steps.Add((name, seconds))); return persons; }, rounds: 1);
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
        connection.Execute("checkpoint facts; use memory");
        Content.MakeFunctions(connection);
        connection.Execute("set search_path = 'memory.main,facts.main'");
        Doses = connection.QueryScalar<long>("select count(*) from fct_dose");
    }

    // What cis and cms117 read: the rest is made for a state of all ages only.
    static readonly string[] Childhood = ["routine", "older_routine", "dim_person", "fct_dose", "fct_observation", "fct_plan_enrollment"];

    internal long Doses { get; }

    internal IReadOnlyList<Model> Models { get; } = ModelGraph.Load(Content.Folder);

    internal MeasureRun NewRun() => new(connection, asOf);

    /// <summary>Every measure for its periods, then every mart; what they made is dropped before.</summary>
    internal void Everything(Action<string, double> onStep)
    {
        // Marts of data quality read staged rows, which a made-up star has not.
        var marts = Models.Where(model => model.Layer is Layer.Marts && !model.Name.Contains("quality", StringComparison.Ordinal)).ToArray();
        foreach (var name in connection.QueryRows("select table_name from duckdb_tables() where database_name = 'facts' and (table_name like 'msr_%' or table_name like 'agg_%' or table_name like 'coverage_%' or table_name = 'dim_measure')").Select(row => (string)row[0]!).ToArray())
            connection.Execute($"drop table facts.{name}");
        connection.Execute("create or replace table memory.person_cell as " + Models.Single(model => model.Name == "person_cell").Sql);
        NewRun().Make(Models, (name, _, _, spent) => onStep(name, spent.Seconds));
        NewRun().MakeTrends(Models, (name, _, _, spent) => onStep(name, spent.Seconds));
        foreach (var mart in marts.Where(mart => mart["each"] is null))
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            connection.Execute($"create table facts.{mart.Name} as {mart.Sql}");
            onStep(mart.Name, clock.Elapsed.TotalSeconds);
        }
        connection.Execute("checkpoint facts");
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
