using System.Globalization;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Runs every measure for its periods and counts it; one measure and period in memory at a time.</summary>
sealed class MeasureRun(DuckDbConnection connection, BuildOptions options)
{
    static readonly string[] Contract =
        ["indicator", "unit_key", "person_key", "in_denominator", "is_excluded", "in_numerator", "evidence_date", "exclusion_reason"];

    /// <summary>One run of a measure.</summary>
    /// <param name="Name">2025 for a calendar year, 2025-12-31 for a date.</param>
    readonly record struct Period(string Name, DateOnly Start, DateOnly End);

    /// <summary>Fills msr_ tables, and the marts that are made for each measure and period.</summary>
    internal void Make(IReadOnlyList<Model> models, Action<string, string, Func<long>> timed)
    {
        var measures = models.Where(model => model.Layer is Layer.Measures && model.Name.StartsWith("msr_", StringComparison.Ordinal)).ToArray();
        var rate = models.Single(model => model["each"] is "measure");
        var trend = models.Single(model => model["each"] is "trend");
        DescribeMeasures(measures);
        foreach (var measure in measures)
        {
            timed(measure.Name, "Measures", () =>
            {
                long rows = 0;
                foreach (var period in Periods(measure))
                {
                    Rows(measure, ModelGraph.Parts(models, measure), period);
                    Store(measure.Name, "select getvariable('period') as period, * from measure_row");
                    Store(rate.Name, rate.Sql);
                    rows += connection.QueryScalar<long>("select count(*) from measure_row");
                }
                return rows;
            });
            if (measure["trend"] is not { } wanted) continue;
            timed(trend.Name + " " + measure.Name, "Marts", () =>
            {
                foreach (var period in TrendPoints(measure, wanted))
                {
                    Rows(measure, ModelGraph.Parts(models, measure), period);
                    Store(trend.Name, trend.Sql);
                }
                return connection.QueryScalar<long>($"select count(*) from {trend.Name}");
            });
        }
    }

    void Rows(Model measure, IReadOnlyList<Model> parts, Period period)
    {
        var unit = measure["unit"]?.Split(';')[0].Trim() ?? "persons";
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            set variable measure = '{measure.Name["msr_".Length..]}';
            set variable measure_unit = '{unit}';
            set variable period = '{period.Name}';
            set variable period_start = date '{period.Start:yyyy-MM-dd}';
            set variable period_end = date '{period.End:yyyy-MM-dd}'
            """));
        foreach (var part in parts)
            Execute(part, $"create or replace table memory.{part.Name} as {part.Sql}");
        Execute(measure, $"create or replace table memory.measure_row as {measure.Sql}");
        var columns = connection.QueryRows("select column_name from (describe measure_row)").Select(row => (string)row[0]!).ToArray();
        if (!columns.SequenceEqual(Contract))
            throw new InvalidDataException($"Measure {measure.Name} returns ({string.Join(", ", columns)}); the contract is ({string.Join(", ", Contract)}).");
    }

    void Execute(Model model, string sql)
    {
        try
        {
            connection.Execute(sql);
        }
        catch (DuckDbException error)
        {
            throw new InvalidOperationException($"Making measure {model.Name}: {error.Message}", error);
        }
    }

    // The first run of a measure or mart creates its table with the columns that its query has.
    void Store(string table, string sql)
    {
        connection.Execute($"create table if not exists facts.{table} as select * from ({sql}) limit 0");
        connection.Execute($"insert into facts.{table} {sql}");
    }

    IEnumerable<Period> Periods(Model measure)
    {
        switch ((measure["period"] ?? "").Split(';')[0].Trim())
        {
            case "as_of":
                yield return AsOf(options.AsOf);
                break;
            case "calendar_year":
                for (var year = options.AsOf.Year - 2; year <= options.AsOf.Year; year++)
                    yield return new Period(year.ToString(CultureInfo.InvariantCulture), new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
                break;
            default:
                throw new InvalidDataException($"Measure {measure.Name}: its period is '{measure["period"]}'; it is as_of or calendar_year.");
        }
    }

    // "quarterly 12": the last twelve quarter ends up to as-of, oldest first, then as-of itself.
    IEnumerable<Period> TrendPoints(Model measure, string wanted)
    {
        var words = wanted.Split(' ');
        if (words is not ["quarterly", var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new InvalidDataException($"Measure {measure.Name}: its trend is '{wanted}'; it is 'quarterly N'.");
        var thisQuarter = new DateOnly(options.AsOf.Year, (options.AsOf.Month - 1) / 3 * 3 + 1, 1);
        for (var back = count - 1; back >= 0; back--)
        {
            var end = thisQuarter.AddMonths(-3 * back).AddDays(-1);
            if (end < options.AsOf) yield return AsOf(end);
        }
        yield return AsOf(options.AsOf);
    }

    static Period AsOf(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day, day);

    void DescribeMeasures(Model[] measures)
    {
        connection.Execute("create table facts.dim_measure (measure varchar, title varchar, steward varchar, version varchar, grain varchar, unit varchar, period varchar, source varchar, definition varchar, nulls varchar)");
        using var insert = connection.Prepare("insert into facts.dim_measure values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
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
