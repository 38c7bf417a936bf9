using System.Globalization;
using System.Text.RegularExpressions;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Runs every measure for its periods and counts it; one measure and period in memory at a time.</summary>
/// <remarks>Parts that several measures or periods share are made once. See docs/adr/0073-days-once-for-all-rules.md.</remarks>
/// <param name="schema">Schema of scratch in which parts are made, so that two runs do not share them; it stands first in the search path while a run makes.</param>
public sealed partial class MeasureRun(DuckDbConnection connection, DateOnly asOf, string schema = "main")
{
    static readonly string[] Contract =
        ["indicator", "unit_key", "person_key", "in_denominator", "is_excluded", "in_numerator", "evidence_date", "exclusion_reason"];

    /// <summary>The table that describes the measures.</summary>
    internal const string Described = "dim_measure";

    readonly Dictionary<string, string> variables = [];
    readonly Dictionary<string, string> made = [];

    /// <summary>One run of a measure.</summary>
    /// <param name="Name">2025 for a calendar year, 2025-12-31 for a date.</param>
    readonly record struct Period(string Name, DateOnly Start, DateOnly End)
    {
        internal static Period Year(int year) =>
            new(year.ToString(CultureInfo.InvariantCulture), new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

        internal static Period On(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day, day);
    }

    /// <summary>Fills the msr_ tables, and the mart that counts each measure and period.</summary>
    /// <param name="models">All models in order.</param>
    /// <param name="onStep">Told of each measure when it is done: name, layer, rows, what it took.</param>
    public void Make(IReadOnlyList<Model> models, Action<string, string, long, Spent> onStep) => InSchema(() =>
    {
        var measures = models.Where(IsMeasure).ToArray();
        var rate = models.Single(model => model["each"] is "measure");
        DescribeMeasures(measures);
        Run(measures.Select(measure => (measure, Periods(measure))), onStep, "", "Measures", (measure, period) =>
        {
            Parts(models, measure, period);
            Store(measure.Name, Stored(measure, Periods(measure)), measure.Name);
            connection.Execute($"create or replace view memory.{schema}.measure_row as select * exclude (period) from facts.{measure.Name} where period = getvariable('period')");
            Store(rate.Name, rate.Sql, measure.Name);
            return connection.QueryScalar<long>("select count(*) from measure_row");
        });
    });

    /// <summary>The table of scratch that names the points of trends that are periods of their measure.</summary>
    internal const string Counted = "trend_period";

    /// <summary>Counts each measure with a trend at points of the past; the rows are not kept.</summary>
    /// <remarks>A point that is also a period of the measure is counted with it; such points are named in <see cref="Counted"/>. See docs/adr/0114-trend-points-once.md.</remarks>
    /// <inheritdoc cref="Make"/>
    public void MakeTrends(IReadOnlyList<Model> models, Action<string, string, long, Spent> onStep) => InSchema(() =>
    {
        var trend = models.Single(model => model["each"] is "trend");
        var trending = models.Where(model => IsMeasure(model) && model["trend"] is not null)
            .Select(measure => (Measure: measure, Points: TrendPoints(measure, measure["trend"]!).ToLookup(point => Periods(measure).Contains(point)))).ToArray();
        connection.Execute($"create table memory.main.{Counted} (measure varchar, period varchar, as_of_date date)");
        foreach (var (measure, points) in trending)
            foreach (var point in points[true])
                connection.Execute($"insert into memory.main.{Counted} values ($1, $2, $3)", measure.Name["msr_".Length..], point.Name, point.End);
        Run(trending.Select(one => (one.Measure, one.Points[false])), onStep, trend.Name + " ", "Marts", (measure, period) =>
        {
            Parts(models, measure, period);
            connection.Execute($"create or replace view memory.{schema}.measure_row as {measure.Sql}");
            Store(trend.Name, trend.Sql, measure.Name, "memory.main");
            return 0;
        });
    });

    void InSchema(Action work)
    {
        if (schema == "main")
        {
            work();
            return;
        }
        var path = connection.QueryScalar<string>("select current_setting('search_path')");
        connection.Execute($"create schema memory.{schema}; set search_path = 'memory.{schema},{path}'");
        work();
        connection.Execute($"set search_path = '{path}'; drop schema memory.{schema} cascade");
    }

    /// <summary>Makes the rows of one measure and calendar year in the table measure_row of scratch, and nothing else.</summary>
    /// <returns>The number of rows.</returns>
    public long Rows(IReadOnlyList<Model> models, string measure, int year)
    {
        var model = models.Single(model => model.Name == "msr_" + measure);
        Parts(models, model, Period.Year(year));
        Execute(measure, $"create or replace table memory.{schema}.measure_row as {model.Sql}");
        return connection.QueryScalar<long>("select count(*) from measure_row");
    }

    // Periods outside, measures inside: measures of one period share their parts.
    static void Run(
        IEnumerable<(Model Measure, IEnumerable<Period> Periods)> wanted, Action<string, string, long, Spent> onStep, string prefix, string layer,
        Func<Model, Period, long> work)
    {
        var runs = wanted.SelectMany(one => one.Periods, (one, period) => (one.Measure, Period: period)).ToArray();
        var done = new Dictionary<string, (long Rows, Spent Spent)>();
        foreach (var (measure, period) in runs.OrderBy(run => run.Period.End).ThenBy(run => run.Period.Name, StringComparer.Ordinal))
        {
            long rows = 0;
            var spent = Spent.On(() => rows = work(measure, period));
            var before = done.GetValueOrDefault(measure.Name);
            done[measure.Name] = (before.Rows + rows, before.Spent + spent);
        }
        foreach (var measure in runs.Select(run => run.Measure.Name).Distinct())
            onStep(prefix + measure, layer, done[measure].Rows, done[measure].Spent);
    }

    // A part is made again only when a variable that it names, or a part that it reads, has changed.
    void Parts(IReadOnlyList<Model> models, Model measure, Period period)
    {
        var unit = measure["unit"]?.Split(';')[0].Trim() ?? "persons";
        Set("measure", $"'{measure.Name["msr_".Length..]}'");
        Set("measure_unit", $"'{unit}'");
        Set("period", $"'{period.Name}'");
        Set("period_start", string.Create(CultureInfo.InvariantCulture, $"date '{period.Start:yyyy-MM-dd}'"));
        Set("period_end", string.Create(CultureInfo.InvariantCulture, $"date '{period.End:yyyy-MM-dd}'"));
        foreach (var part in ModelGraph.Parts(models, measure))
        {
            var named = Variable().Matches(part.Sql).Select(match => variables.GetValueOrDefault(match.Groups[1].Value, ""));
            var key = $"{part.Name}({string.Join(',', named.Concat(part.Reads.Select(read => made.GetValueOrDefault(read, ""))))})";
            if (made.GetValueOrDefault(part.Name) == key) continue;
            Execute(part.Name, $"create or replace {(part["database"] is "view" ? "view" : "table")} memory.{schema}.{part.Name} as {part.Sql}");
            made[part.Name] = key;
        }
    }

    void Set(string variable, string value)
    {
        variables[variable] = value;
        connection.Execute($"set variable {variable} = {value}");
    }

    [GeneratedRegex(@"getvariable\('([a-z_]+)'\)")]
    private static partial Regex Variable();

    // Millions of rows: a period is one of a few names, a flag is one byte. As text and four bytes they take a third more time to write.
    string Stored(Model measure, IEnumerable<Period> periods)
    {
        var flags = Contract.Where(column => column.StartsWith("in_", StringComparison.Ordinal) || column.StartsWith("is_", StringComparison.Ordinal))
            .Select(flag => $"cast({flag} as utinyint) as {flag}");
        return $"select cast(getvariable('period') as {FewValues.Of(periods.Select(period => period.Name))}) as period, "
            + $"* replace ({string.Join(", ", flags)}) from ({FewValues.Sql(connection, measure)})";
    }

    // The first run of a measure or mart creates its table with the columns that its query has.
    void Store(string table, string sql, string measure, string where = "facts")
    {
        if (stored.Add(table))
        {
            Execute(measure, $"create table {where}.{table} as select * from ({sql}) limit 0");
            if (table == measure) CheckContract(measure);
        }
        Execute(measure, $"insert into {where}.{table} {sql}");
    }

    readonly HashSet<string> stored = [];

    void CheckContract(string measure)
    {
        var columns = connection.QueryRows($"select column_name from (describe facts.{measure})").Select(row => (string)row[0]!).Skip(1).ToArray();
        if (!columns.SequenceEqual(Contract))
            throw new InvalidDataException($"Measure {measure} returns ({string.Join(", ", columns)}); the contract is ({string.Join(", ", Contract)}).");
    }

    void Execute(string name, string sql)
    {
        try
        {
            connection.Execute(sql);
        }
        catch (DuckDbException error)
        {
            throw new InvalidOperationException($"Making measure {name}: {error.Message}", error);
        }
    }

    IEnumerable<Period> Periods(Model measure) => (measure["period"] ?? "").Split(';')[0].Trim() switch
    {
        "as_of" => [Period.On(asOf)],
        "calendar_year" => Enumerable.Range(asOf.Year - 2, 3).Select(Period.Year),
        _ => throw new InvalidDataException($"Measure {measure.Name}: its period is '{measure["period"]}'; it is as_of or calendar_year."),
    };

    // "quarterly 12": the last twelve quarter ends up to as-of, oldest first, then as-of itself. "yearly 3": the last three years that are over.
    IEnumerable<Period> TrendPoints(Model measure, string wanted)
    {
        if (wanted.Split(' ') is not [var kind and ("quarterly" or "yearly"), var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new InvalidDataException($"Measure {measure.Name}: its trend is '{wanted}'; it is 'quarterly N' or 'yearly N'.");
        if (kind is "yearly") return Enumerable.Range(asOf.Year - count, count + 1).Select(Period.Year).Where(period => period.End <= asOf).TakeLast(count);
        var thisQuarter = new DateOnly(asOf.Year, (asOf.Month - 1) / 3 * 3 + 1, 1);
        var ends = Enumerable.Range(0, count).Select(back => thisQuarter.AddMonths(-3 * back).AddDays(-1)).Where(end => end < asOf);
        return ends.Reverse().Append(asOf).Select(Period.On);
    }

    static bool IsMeasure(Model model) => model.Layer is Layer.Measures && model.Name.StartsWith("msr_", StringComparison.Ordinal);

    void DescribeMeasures(Model[] measures)
    {
        connection.Execute($"create table facts.{Described} (measure varchar, title varchar, steward varchar, version varchar, grain varchar, unit varchar, period varchar, source varchar, definition varchar, nulls varchar)");
        using var insert = connection.Prepare($"insert into facts.{Described} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
        foreach (var measure in measures)
        {
            insert.Bind(1, measure.Name["msr_".Length..]);
            var position = 2;
            foreach (var key in new[] { "title", "steward", "version", "grain", "unit", "period", "source", "definition", "nulls" })
                insert.Bind(position++, measure[key] ?? "");
            insert.Execute();
        }
    }
}
