using System.Collections.Concurrent;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Pages;

/// <summary>The tables that the dashboard's pages are drawn from, all of one published build.</summary>
/// <remarks>A build never changes, so what was read is kept. Safe to call from several requests at once.</remarks>
/// <param name="facts">The build's facts, open for reading.</param>
/// <param name="threshold">Smallest count above zero that is shown; see <see cref="Release.ReleasePolicy.Threshold"/>.</param>
public sealed class PageTables(DuckDbDatabase facts, int threshold)
{
    /// <summary>The measure that is held against census estimates.</summary>
    public const string Enrolment = "fully_operational";

    private readonly ConcurrentDictionary<(string Measure, string Period), MeasureCube> cubes = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<(string Band, string Member), long>> census = new();

    private static readonly Column[] Numbers =
    [
        new("n_numerator", "Numerator", ColumnType.Whole, "n"), new("n_denominator", "Denominator", ColumnType.Whole, "n"),
        new("rate", "Rate", ColumnType.Share, Decimals: 1),
    ];

    /// <summary>Where the figures come from.</summary>
    public Provenance Provenance(TimeProvider time)
    {
        using var connection = facts.Connect();
        return BuildInfo.Provenance(connection, time);
    }

    /// <summary>Columns state_fips and state_name, one row a state that the build is about.</summary>
    public Table States()
    {
        using var connection = facts.Connect();
        var columns = new Column[] { new("state_fips", "FIPS"), new("state_name", "State") };
        return new Table
        {
            Name = "states", Title = "States of this build", Columns = columns,
            Rows = [.. ReportSql.Stream(connection, "page_place", columns).Select(row => (Cell[])row.Clone())],
        };
    }

    /// <summary>Every indicator in print order with what the header of its measure's file says; empty text where it says nothing.</summary>
    public Table Indicators()
    {
        using var connection = facts.Connect();
        string[] said = ["title", "definition", "unit", "period", "grain", "steward", "version", "source", "nulls"];
        var rows = ReportSql.Rows(connection, "page_measures");
        return new Table
        {
            Name = "indicators",
            Title = "What is counted",
            Columns = [new("measure", "Measure"), new("indicator", "Indicator id"), new("indicator_name", "Indicator"), .. said.Select(name => new Column(name, Titled(name)))],
            Rows = Enumerable.Range(0, rows.Count)
                .Select(row => (Measure: rows.Get<string>(row, "measure")!, Indicator: rows.Get<string>(row, "indicator")!, Row: row))
                .OrderBy(entry => entry.Measure, StringComparer.Ordinal)
                .ThenBy(entry => IndicatorNames.Place(entry.Measure, entry.Indicator))
                .ThenBy(entry => entry.Indicator, StringComparer.Ordinal)
                .Select(entry => (Cell[])
                [
                    Cell.Of(entry.Measure), Cell.Of(entry.Indicator), Cell.Of(IndicatorNames.Of(entry.Measure, entry.Indicator)),
                    .. said.Select(name => Cell.Of(rows.Get<string>(entry.Row, name) ?? "")),
                ]).ToArray(),
        };
    }

    /// <summary>Periods of a measure, newest first; empty when it was not counted.</summary>
    public IReadOnlyList<string> Periods(string measure)
    {
        using var connection = facts.Connect();
        return MeasureCube.Periods(connection, measure);
    }

    /// <summary>Whether a period of a measure was not over on the as-of date.</summary>
    public bool IsProvisional(string measure, string period)
    {
        using var connection = facts.Connect();
        return MeasureCube.IsProvisional(connection, measure, period);
    }

    /// <summary>What must be read beside every figure of a measure, as that of adults is a lower bound; null where there is nothing.</summary>
    public static string? Note(string measure) => RateTable.BoundOf(measure);

    /// <summary>Groupings of a measure, without the state itself; practices only where nothing is suppressed, for their rates are not the public's. Only counties have census estimates, so enrolment is cut by county only.</summary>
    public IReadOnlyList<string> Dimensions(string measure, string period) => measure == Enrolment
        ? ["county"] : [.. Cube(measure, period).Rows.Select(row => row.Dimension).Where(name => name != "state" && (threshold <= 1 || name != "practice")).Distinct()];

    /// <summary>Rates of all indicators of a measure in one grouping: indicator, member, label, n_numerator, n_denominator, rate.</summary>
    public Table Rates(string measure, string period, string dimension) => new()
    {
        Name = $"{measure}_by_{dimension}",
        Title = $"{measure}, {period}, by {dimension}",
        Columns = [new("indicator", "Indicator id"), new("member", "Group code"), new("label", "Group"), .. Numbers],
        Rows = Cube(measure, period).Rows.Where(row => row.Dimension == dimension)
            .Select(row => (Cell[])[Cell.Of(row.Indicator), Cell.Of(row.Member), Cell.Of(row.Label), .. measure == Enrolment ? OfCensus(row, period) : [row.NumeratorCell, row.DenominatorCell, row.RateCell]])
            .ToArray(),
    };

    /// <summary>One indicator of the state over time, oldest first: as_of_date, n_numerator, n_denominator, rate, standing (complete or provisional).</summary>
    public Table Trend(string measure, string indicator)
    {
        using var connection = facts.Connect();
        var rows = ReportSql.Rows(connection, "page_trend", ("measure", measure), ("indicator", indicator));
        return new Table
        {
            Name = $"{measure}_trend",
            Title = $"{measure} {indicator} over time",
            Columns = [new("as_of_date", "As of", ColumnType.Date), .. Numbers, new("standing", "Period so far")],
            Rows = Enumerable.Range(0, rows.Count).Select(row => (Cell[])
            [
                Cell.Of(rows.Get<DateOnly>(row, "as_of_date")),
                .. Whole(rows.Get<long>(row, "n_numerator"), measure == Enrolment ? rows.Get<long?>(row, "census_population") ?? 0 : rows.Get<long>(row, "n_denominator")),
                RateTable.Standing(rows.Get<bool>(row, "is_complete")),
            ]).ToArray(),
        };
    }

    /// <summary>The state as a whole; a count below the threshold is hidden here too.</summary>
    private Cell[] Whole(long numerator, long denominator) => numerator > 0 && numerator < threshold
        ? [Cell.Suppressed, Cell.Of(denominator), Cell.Suppressed]
        : [Cell.Of(numerator), denominator == 0 ? Cell.NotAvailable : Cell.Of(denominator), Cell.Share(numerator, denominator)];

    /// <summary>The registry's count over the census estimate; hidden exactly where the measure's own table hides the count.</summary>
    private Cell[] OfCensus(RateRow row, string period)
    {
        var counted = row.NumeratorCell;
        if (!census.GetOrAdd(period, ReadCensus).TryGetValue((IndicatorNames.Band(row.Indicator), row.Member), out var population))
            return [counted, Cell.NotAvailable, Cell.NotAvailable];
        return [counted, Cell.Of(population), counted.State == CellState.Whole ? Cell.Share(counted.AsWhole(), population) : Cell.Suppressed];
    }

    private MeasureCube Cube(string measure, string period) => cubes.GetOrAdd((measure, period), key =>
    {
        using var connection = facts.Connect();
        return MeasureCube.Read(connection, key.Measure, key.Period, threshold);
    });

    private Dictionary<(string, string), long> ReadCensus(string period)
    {
        using var connection = facts.Connect();
        var rows = ReportSql.Rows(connection, "page_census", ("period", period));
        return Enumerable.Range(0, rows.Count)
            .Where(row => rows.Get<long?>(row, "census_population") is not null)
            .ToDictionary(row => (rows.Get<string>(row, "band")!, rows.Get<string>(row, "member")!), row => rows.Get<long>(row, "census_population"));
    }

    private static string Titled(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
