using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Tests.Warehouse.Measures;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Evaluate;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Runs one measure over drawn tables: persons are letters, every other column is the star's own.</summary>
sealed class MeasureFixture : IDisposable
{
    /// <summary>The shipped schedule of data 4.64, as the ages of target doses are read from it.</summary>
    internal static readonly ScheduleForDate Schedule = ScheduleForDate.Load(new ScheduleLibrary(ScheduleLibrary.BuiltInFolder), "4.64", new DateOnly(2025, 12, 31));

    // Macros and code tables are the same for all fixtures and read once; each fixture has a star of its own beside them.
    static readonly Lazy<DuckDbDatabase> Shared = new(() =>
    {
        var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        Content.MakeFunctions(connection);
        foreach (var file in Directory.GetFiles(Content.Codes, "*.csv"))
            connection.Execute($"create table code_{Path.GetFileNameWithoutExtension(file)} as select * from read_csv($1, header = true, all_varchar = true)", file);
        SeriesAge.Write(connection, "memory", Schedule.Ages);
        return database;
    });

    static int stars;

    readonly DuckDbConnection connection = Shared.Value.Connect();
    readonly string star = "star_" + Interlocked.Increment(ref stars).ToString(CultureInfo.InvariantCulture);
    readonly Dictionary<string, long> keys = [];

    internal MeasureFixture()
    {
        connection.Execute($"attach ':memory:' as {star}; set search_path = '{star}.main,memory.main'");
        connection.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sql", "star.sql")));
        foreach (var made in (string[])["person_away", "person_home_practice", "plan_member_line", "dim_parameter", "dim_age_band", "dim_measure_residence"])
            connection.Execute($"create view {made} as {Models.Single(model => model.Name == made).Sql}");
    }

    internal DuckDbConnection Connection => connection;

    /// <summary>Fills the star from drawn tables; the table <c>build</c> sets as_of, period, period_start and period_end.</summary>
    internal void Give(IEnumerable<DrawnTable> given)
    {
        foreach (var table in given)
            foreach (var row in table.Rows)
                if (table.Name == "build") SetVariables(table.Columns, row);
                else Insert(table, row);
        // Intake writes a message's sender and times into all of its rows, and what they leave out.
        foreach (var table in new[] { StagedSchema.Person, StagedSchema.Dose })
        {
            connection.Execute($"update stg_{table.Name} set missing = {table.SqlMissing}");
            connection.Execute($"update stg_{table.Name} as told set sender = message.sender, message_at = message.message_at, received_at = message.received_at from stg_message as message where message.message_key = told.message_key");
        }
    }

    /// <summary>The rows of a measure as (person letter or unit, indicator) → drawn cells.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, string>> Run(string measure)
    {
        var letters = keys.ToDictionary(pair => pair.Value, pair => pair.Key);
        return Query(measure)
            .Select(row => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>
            {
                ["indicator"] = (string)row[0]!, ["unit"] = Text(row[1]), ["person"] = row[2] is long key ? letters[key] : "",
                ["denominator"] = Text(row[3]), ["excluded"] = Text(row[4]), ["numerator"] = Text(row[5]), ["evidence"] = Text(row[6]), ["reason"] = Text(row[7]),
            }).ToArray();
    }

    /// <summary>The rows of a measure; a numerator is one exactly when there is an evidence date.</summary>
    internal IEnumerable<OracleRow> Rows(string measure)
    {
        foreach (var row in Query(measure))
        {
            var evidence = (DateOnly?)row[6];
            Assert.Equal(evidence is not null, Convert.ToInt64(row[5], CultureInfo.InvariantCulture) == 1);
            yield return new OracleRow((string)row[0]!, (long)row[1]!, Convert.ToInt64(row[4], CultureInfo.InvariantCulture) == 1, evidence);
        }
    }

    /// <summary>Fills measure_row with the rows of a measure, as a build does before it counts them.</summary>
    internal void FillRows(string measure)
    {
        var model = Models.Single(model => model.Name == "msr_" + measure);
        MakeParts(model);
        connection.Execute($"set variable measure_unit = '{model["unit"]?.Split(';')[0].Trim() ?? "persons"}'; create or replace table measure_row as {model.Sql}");
    }

    internal void SetPeriod(DateOnly start, DateOnly end) => connection.Execute(string.Create(CultureInfo.InvariantCulture,
        $"set variable as_of = date '{end:yyyy-MM-dd}'; set variable period = '{end.Year}'; set variable period_start = date '{start:yyyy-MM-dd}'; set variable period_end = date '{end:yyyy-MM-dd}'"));

    internal string LetterOf(long key) => keys.Single(pair => pair.Value == key).Key;

    /// <summary>Makes a mart and, before it, the measures and marts that it reads; or a model of the warehouse from what is drawn.</summary>
    internal void MakeMart(string name)
    {
        var wanted = new HashSet<string> { name };
        var needed = new List<Model>();
        foreach (var model in Models.Reverse())
        {
            if (!wanted.Contains(model.Name)) continue;
            if (model.Name != name && model.Layer is not (Layer.Measures or Layer.Marts) && IsDrawn(model.Name)) continue;
            if (model["each"] is not null && model.Name != name) continue; // drawn, since a build fills it measure by measure
            needed.Insert(0, model);
            if (model.Layer is Layer.Marts || model.Layer is not Layer.Measures && model.Name != name) wanted.UnionWith(model.Reads);
        }
        foreach (var model in needed)
        {
            if (model.Layer is Layer.Measures) MakeParts(model);
            var period = model.Layer is Layer.Measures ? "getvariable('period') as period, " : "";
            connection.Execute($"create or replace table {model.Name} as select {period}* from ({model.Sql})");
        }
    }

    bool IsDrawn(string table) =>
        connection.QueryScalar<long>("select count(*) from information_schema.tables where table_catalog = $1 and table_name = $2", star, table) > 0;

    static readonly IReadOnlyList<Model> Models = ModelGraph.Load(Content.Folder);

    void MakeParts(Model measure)
    {
        connection.Execute($"set variable measure = '{measure.Name["msr_".Length..]}'");
        var parts = ModelGraph.Parts(Models, measure);
        var read = parts.Append(measure).SelectMany(model => model.Reads).ToHashSet();
        foreach (var model in Models.Where(model => model.Layer is Layer.Warehouse && model["database"] is "scratch" && read.Contains(model.Name)))
            if (shared.Contains(model.Name) || !IsDrawn(model.Name))
            {
                shared.Add(model.Name);
                connection.Execute($"create or replace table {model.Name} as {model.Sql}");
            }
        foreach (var part in parts) connection.Execute($"create or replace table {part.Name} as {part.Sql}");
    }

    // What measures of all periods share, made here from what is drawn.
    readonly HashSet<string> shared = [];

    DuckDbRows Query(string measure)
    {
        var model = Models.Single(model => model.Name == "msr_" + measure);
        MakeParts(model);
        return connection.QueryRows(
            $"select indicator, unit_key, person_key, in_denominator, is_excluded, in_numerator, evidence_date, exclusion_reason from ({model.Sql})");
    }

    void SetVariables(IReadOnlyList<string> columns, string?[] row)
    {
        foreach (var (column, value) in columns.Zip(row))
            connection.Execute($"set variable {column} = {(column is "period" or "measure" or "measure_unit" or "measure_version" ? $"'{value}'" : $"date '{value}'")}");
    }

    void Insert(DrawnTable table, string?[] row)
    {
        // Rows added to a code table are this fixture's alone.
        if (table.Name.StartsWith("code_", StringComparison.Ordinal))
            connection.Execute($"create table if not exists {star}.{table.Name} as select * from memory.{table.Name}");
        var columns = table.Columns.Select(column => column == "person" ? "person_key" : column);
        var places = Enumerable.Range(1, row.Length).Select(i => $"${i}");
        var values = table.Columns.Zip(row, (column, cell) => column == "person" && cell is not null
            ? KeyOf(cell).ToString(CultureInfo.InvariantCulture)
            : cell).Select(cell => (DuckDbValue)cell).ToArray();
        connection.Execute($"insert into {table.Name} ({string.Join(", ", columns)}) values ({string.Join(", ", places)})", values);
    }

    long KeyOf(string person) => keys.TryGetValue(person, out var key) ? key : keys[person] = keys.Count + 1;

    static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public void Dispose()
    {
        connection.Execute($"set search_path = 'memory.main'; detach {star}");
        connection.Dispose();
    }
}
