using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Program;

/// <summary>What each sender submits, how complete and how soon, and what is wrong with it.</summary>
public static class DataQualityReport
{
    public static ReportDefinition Definition { get; } = new(
        "data_quality", "Data quality by sender", "Messages by outcome, completeness of fields by sender and site, timeliness of doses and findings by rule, by sender, week and site, sudden changes",
        ReportDefinition.State,
        [new("from", "first day", ParameterType.Date), new("to", "last day; the build's as-of date where none is given", ParameterType.Date)],
        false, Make);

    /// <summary>Rows of a table on paper; the workbook has them all.</summary>
    const int OnPaper = 60;

    const string LeftOut = "Small counts are suppressed for you: completeness, findings, weeks and sudden changes are left out, since their counts could be subtracted from those of the senders.";

    static ReportResult Make(ReportRequest request)
    {
        var provenance = BuildInfo.Provenance(request.Facts, request.Time);
        var to = request.Date("to") ?? provenance.AsOf ?? DateOnly.FromDateTime(request.Time.GetUtcNow().UtcDateTime);
        var from = request.Date("from") ?? new DateOnly(1900, 1, 1);
        var threshold = RateTable.Threshold(request);
        var (senders, _) = SenderTable.Read(request, "Submissions by sender", from, to, threshold);
        Column[] columns = [new("sender", "Sender"), new("rule", "Rule"), new("severity", "Severity"), new("n_findings", "Findings", ColumnType.Whole, DataBar: true), new("n_messages", "Messages", ColumnType.Whole), new("example", "In words, one example")];
        Column[] sudden = [new("sender", "Sender"), new("what", "What"), new("week_start_date", "Week from", ColumnType.Date), new("value", "Value", ColumnType.Real, Decimals: 2), new("usual", "Usual", ColumnType.Real, Decimals: 2), new("z", "Robust z", ColumnType.Real, Decimals: 1)];
        var report = new Report
        {
            Name = "data_quality",
            Title = "Data quality by sender",
            Provenance = provenance,
            Parameters = [("from", request.Text("from") ?? "the beginning"), ("to", $"{to:yyyy-MM-dd}")],
            Words = threshold > 1 ? [LeftOut] : [],
            Sections =
            [
                new Section("Senders", senders, new Chart(ChartKind.Bar, "Doses entered within 30 days, by sender", "sender", ["within_30_share"], 0.9)),
                new Section("Timeliness by site", QualityTables.TimelinessBySite(request, threshold)),
                .. threshold > 1 ? Array.Empty<Section>() :
                [
                    new Section("Timeliness by week", QualityTables.TimelinessByWeek(request, from, to)),
                    new Section("Completeness", CompletenessTables.Senders(request, from, to)),
                    new Section("Completeness by site", CompletenessTables.Sites(request)),
                    new Section("Findings", new Table { Name = "findings", Title = "Findings by sender and rule", Columns = columns, Rows = ReportSql.Stream(request.Facts, "quality_issues", columns, ("from_day", from), ("to_day", to)) }.Loaded()),
                    new Section("Findings by site", QualityTables.FindingsBySite(request)),
                    new Section("Findings by week", QualityTables.FindingsByWeek(request, from, to)),
                    new Section("Sudden changes", new Table { Name = "sudden", Title = "Sudden changes and silent feeds", Columns = sudden, Rows = ReportSql.Stream(request.Facts, "quality_sudden", sudden, ("from_day", from), ("to_day", to)) }.Loaded()),
                ],
            ],
            Definitions =
            [
                new("Accepted, with warnings, rejected", "Outcome of a message: taken in as it is, taken in with findings of severity W, or refused with findings of severity E."),
                new("Robust z", "Distance from the median of the sender's own 26 weeks before, in spreads that outliers do not widen; 3.5 or more is flagged."),
                new("Entered within", "Days from the day a dose was given to the day it was entered."),
                new("Share of messages with a finding", "Messages with at least one finding of the rule, of all messages of the sender in the week or of the site."),
                DataDictionary.Of("agg_quality_timeliness"), DataDictionary.Of("agg_quality_validity"),
            ],
        };
        return new ReportResult(report, null) { Page = PaperCut.Page(report, _ => OnPaper) };
    }
}
