using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Measures;

/// <summary>The columns, rows, footnotes and definitions that all tables of rates share.</summary>
static class RateTable
{
    public static IReadOnlyList<Column> Counts { get; } =
    [
        new("n_initial", "Initial population", ColumnType.Whole, "n", Term: "Initial population"),
        new("n_excluded", "Excluded", ColumnType.Whole, "n", Term: "Excluded"),
        new("n_denominator", "Denominator", ColumnType.Whole, "n", Term: "Denominator"),
        new("n_numerator", "Numerator", ColumnType.Whole, "n", Term: "Numerator"),
    ];

    public static IReadOnlyList<Column> Rates(double? goal) =>
    [
        new("rate", "Rate", ColumnType.Share, Decimals: 1, Term: "Rate", Goal: goal),
        new("rate_low", "95 % from", ColumnType.Share, Decimals: 1, Term: "95 % interval"),
        new("rate_high", "95 % to", ColumnType.Share, Decimals: 1, Term: "95 % interval"),
    ];

    public static IReadOnlyList<Column> Columns(double? goal) =>
        [new("dimension", "Breakdown"), new("label", "Group"), .. Counts, .. Rates(goal), new("member", "Group code")];

    public static Cell[] Row(RateRow row) =>
    [
        Cell.Of(DimensionName(row.Dimension)), Cell.Of(row.Label), row.InitialCell, row.ExcludedCell, row.DenominatorCell, row.NumeratorCell,
        row.RateCell, row.LowCell, row.HighCell, Cell.Of(row.Member),
    ];

    /// <summary>Denominator, numerator, rate and interval: the cells of <see cref="Counted"/> and <see cref="Rates"/>.</summary>
    public static Cell[] Cells(RateRow row) => [row.DenominatorCell, row.NumeratorCell, row.RateCell, row.LowCell, row.HighCell];

    /// <summary>Columns of who is counted and who met, with rate and interval.</summary>
    public static IReadOnlyList<Column> Counted(string of, string met, string unit) =>
        [new("n", of, ColumnType.Whole, of.Equals(unit, StringComparison.OrdinalIgnoreCase) ? null : unit, Term: "Denominator"), new("n_met", met, ColumnType.Whole, unit, Term: "Numerator"), .. Rates(null)];

    /// <summary>Whether a cohort or period is through.</summary>
    public static Cell Standing(bool isComplete) => Cell.Of(isComplete ? "complete" : "provisional");

    public static string DimensionName(string dimension) => dimension switch
    {
        "state" => "All",
        "product_line" => "Product line",
        "" => dimension,
        _ => char.ToUpperInvariant(dimension[0]) + dimension[1..].Replace('_', ' '),
    };

    /// <summary>The notes under a table of rates: what must be known before its figures are passed on.</summary>
    public static IReadOnlyList<string> Footnotes(string measure, bool isProvisional, string? more = null) =>
    [
        .. Notes(measure, isProvisional),
        .. more is null ? Array.Empty<string>() : [more],
        "Excluded units are in neither denominator nor numerator.",
        Sample,
    ];

    public const string Sample = "Intervals are 95 % Wilson intervals: the range if these persons were a sample.";

    public const string Provisional = "Provisional: the period was not over on the as-of date, and those who still have time to meet the measure count as not met.";

    public const string LowerBound = "Figures of adults are a lower bound: much of what adults were given is never reported to a registry.";

    /// <summary>Measures that count adults, whose histories a registry holds in part only.</summary>
    static readonly string[] Adults = ["ais", "covid_19", "influenza_season", "participation", "prs"];

    /// <summary>The lower bound of adult figures, for measures that have any; else null.</summary>
    public static string? BoundOf(string measure) => Adults.Contains(measure) ? LowerBound : null;

    public static IEnumerable<string> Notes(string measure, bool isProvisional) => new[] { isProvisional ? Provisional : null, BoundOf(measure) }.OfType<string>();

    /// <summary>Small cells are hidden below this count: the requester's, or the public's where that is asked for.</summary>
    public static int Threshold(ReportRequest request)
    {
        var own = request.Policy.ThresholdFor(request.Requester.Role);
        return request.Text("audience") == "public" ? Math.Max(own, request.Policy.ThresholdFor(Release.Role.Public)) : own;
    }

    public static (string Title, string? Steward, string? Version, string? Definition, string? Source) Definition(DuckDbConnection facts, string measure)
    {
        var rows = ReportSql.Rows(facts, "measure_definition", ("measure", measure));
        return rows.Count == 0
            ? (measure, null, null, null, null)
            : (rows.Get<string>(0, "title") ?? measure, rows.Get<string>(0, "steward"), rows.Get<string>(0, "version"), rows.Get<string>(0, "definition"), rows.Get<string>(0, "source"));
    }

    /// <summary>What must stand wherever figures of a measure stand that somebody else certifies ("HEDIS-aligned, not NCQA-certified"); null for measures that nobody does.</summary>
    public static string? LabelOf(ReportRequest request, string measure) => Definition(request.Facts, measure).Steward is { } steward && steward.Contains("certified", StringComparison.Ordinal)
        ? steward.StartsWith("HEDIS", StringComparison.Ordinal) && !BuildInfo.Has(request.Facts, "has_roster") ? $"{steward}; {Hedis.HedisReport.NoRoster}" : steward
        : null;

    /// <summary>The same as a footnote of a table among others.</summary>
    public static IEnumerable<string> Labels(ReportRequest request, string measure) => LabelOf(request, measure) is { } label ? [label + "."] : [];

    public static IReadOnlyList<Definition> Definitions((string Title, string? Steward, string? Version, string? Definition, string? Source) measure) =>
    [
        new(measure.Title, measure.Definition ?? "See the data dictionary.", string.Join("; ", new[] { measure.Steward, measure.Source }.Where(part => !string.IsNullOrEmpty(part))), measure.Version),
        .. Terms,
    ];

    /// <summary>Terms that every table of rates uses.</summary>
    public static IReadOnlyList<Definition> Terms { get; } =
    [
        new("Initial population", "Everyone or everything the measure looks at, before exclusions."),
        new("Excluded", "Left out for a reason that the measure names; counted here and nowhere else."),
        new("Denominator", "The initial population without the excluded: whom the rate is about."),
        new("Numerator", "Those of the denominator who meet the measure."),
        new("Rate", "Numerator over denominator."),
        new("95 % interval", "Wilson score interval without continuity correction.", "Wilson 1927"),
        new("Suppressed (*)", "Hidden because the count, or one that could be worked out from it, is small."),
        new("As of", "Only what had happened by this day is counted."),
        new("Known by", "Only what had been received by this day is counted."),
    ];
}
