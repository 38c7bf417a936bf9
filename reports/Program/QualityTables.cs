using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Program;

/// <summary>How soon senders and their sites enter doses, and what is found wrong, by week and by site as the build counts them.</summary>
static class QualityTables
{
    static readonly int[] Days = [1, 7, 14, 30];

    const string Shown = "Doses given, as messages told them, of the weeks that the build shows at most. Shares are of doses with both dates; an entry dated before its dose is counted apart.";

    static Column[] FoundColumns(Column of) =>
    [
        new("sender", "Sender"), of, new("rule", "Rule"), new("severity", "Severity"), new("n_findings", "Findings", ColumnType.Whole), new("n_with_finding", "Messages with it", ColumnType.Whole),
        new("n_messages", "Of messages", ColumnType.Whole), new("found_rate", "Share", ColumnType.Share, Decimals: 1, Term: "Share of messages with a finding"),
    ];

    public static Table TimelinessByWeek(ReportRequest request, DateOnly from, DateOnly to) => Timeliness(request, "week", new("week_start_date", "Week from", ColumnType.Date), from, to, threshold: 0) with
    {
        Name = "timeliness_weeks", Title = "How soon doses are entered, by sender and week of sending",
    };

    /// <param name="threshold">Smallest count above zero that is shown. Sites of all senders are one breakdown of the doses of all.</param>
    public static Table TimelinessBySite(ReportRequest request, int threshold) => Timeliness(request, "practice", new("practice_name", "Site"), DateOnly.MinValue, DateOnly.MaxValue, threshold) with
    {
        Name = "timeliness_sites", Title = "How soon doses are entered, by sender and site",
    };

    static Table Timeliness(ReportRequest request, string level, Column of, DateOnly from, DateOnly to, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "quality_timeliness", ("level", level), ("from_day", from), ("to_day", to));
        var all = Enumerable.Range(0, found.Count).ToArray();
        long N(int i, string column) => found.Get<long>(i, column);
        // What came before its dose is a share of all with two dates; what came within so many days, of those with a delay.
        (string Name, Func<int, long> Of, Func<int, long> Met)[] counts =
        [
            ("before", i => N(i, "n_doses") + N(i, "n_before_dose"), i => N(i, "n_before_dose")),
            .. Days.Select(day => ($"within_{day}", (Func<int, long>)(i => N(i, "n_doses")), (Func<int, long>)(i => N(i, $"n_within_{day}")))),
        ];
        var rates = Disclosure.RateDisclosure.Hide(counts.SelectMany(count => all.Select(i => Row(count.Name, "row", $"{i}", count.Of(i), count.Met(i))).Append(Row(count.Name, "state", "all", all.Sum(count.Of), all.Sum(count.Met)))).ToArray(), threshold)
            .ToDictionary(row => (row.Indicator, row.Dimension, row.Member));
        return new Table
        {
            Name = level,
            Title = level,
            Columns =
            [
                new("sender", "Sender"), of, new("n_doses", "Doses with both dates", ColumnType.Whole), .. Days.Select(day => new Column($"within_{day}_share", day == 1 ? "Within 1 day" : $"Within {day} days", ColumnType.Share, Decimals: 1, Term: "Entered within", Goal: day == 30 ? 0.9 : null)),
                new("median_days", "Median", ColumnType.Real, "days", 1), new("n_before_dose", "Entered before the dose", ColumnType.Whole),
            ],
            Rows = all.Select(i =>
            {
                RateRow Of(string name) => rates[(name, "row", $"{i}")];
                var shown = Of("within_30").DenominatorCell;
                return (Cell[])
                [
                    Cell.Of(found.Get<string>(i, "sender") is { Length: > 0 } sender ? sender : "not told"), of.Type == ColumnType.Date ? Cell.Of(found.Get<DateOnly?>(i, "week_start_date")) : Cell.Of(found.Get<string>(i, "practice_name") ?? "not told"),
                    shown, .. Days.Select(day => Of($"within_{day}").RateCell), shown.State == CellState.Suppressed ? Cell.Suppressed : found.Get<double?>(i, "median_days") is { } median ? Cell.Of(median) : Cell.NotAvailable, Of("before").NumeratorCell,
                ];
            }).ToArray(),
            Footnotes = [Shown],
            WhenEmpty = "No dose was told in these weeks.",
        };

        static RateRow Row(string indicator, string dimension, string member, long of, long met) => new(indicator, dimension, member, member, of, 0, of, met);
    }

    public static Table FindingsByWeek(ReportRequest request, DateOnly from, DateOnly to) => Found(request, "week", new("week_start_date", "Week from", ColumnType.Date), from, to) with
    {
        Name = "findings_weeks", Title = "Findings by sender, rule and week of sending",
    };

    public static Table FindingsBySite(ReportRequest request) => Found(request, "practice", new("practice_name", "Site"), DateOnly.MinValue, DateOnly.MaxValue) with
    {
        Name = "findings_sites", Title = "Findings by sender, site and rule, the most frequent of a site first",
    };

    static Table Found(ReportRequest request, string level, Column of, DateOnly from, DateOnly to)
    {
        var columns = FoundColumns(of);
        return new Table
        {
            Name = level, Title = level, Columns = columns,
            Rows = ReportSql.Stream(request.Facts, "quality_validity", columns, ("level", level), ("from_day", from), ("to_day", to)),
            Footnotes = ["Of the weeks that the build shows at most. A message can have several findings of a rule: the share is of messages with at least one."],
            WhenEmpty = "Nothing was found wrong in these weeks.",
        }.Loaded();
    }
}
