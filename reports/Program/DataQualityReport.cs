using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Program;

/// <summary>What each sender submits, how complete and how soon, and what is wrong with it.</summary>
public static class DataQualityReport
{
    public static ReportDefinition Definition { get; } = new(
        "data_quality", "Data quality by sender", "Messages by outcome, completeness of fields by sender and site, timeliness of doses, findings by rule, sudden changes",
        ReportDefinition.State,
        [new("from", "first day", ParameterType.Date), new("to", "last day; the build's as-of date where none is given", ParameterType.Date)],
        false, Make);

    static ReportResult Make(ReportRequest request)
    {
        var provenance = BuildInfo.Provenance(request.Facts, request.Time);
        var to = request.Date("to") ?? provenance.AsOf ?? DateOnly.FromDateTime(request.Time.GetUtcNow().UtcDateTime);
        var from = request.Date("from") ?? new DateOnly(1900, 1, 1);
        var (senders, _) = SenderTable.Read(request, "Submissions by sender", from, to, threshold: 0);
        Column[] columns = [new("sender", "Sender"), new("rule", "Rule"), new("severity", "Severity"), new("n_findings", "Findings", ColumnType.Whole, DataBar: true), new("n_messages", "Messages", ColumnType.Whole), new("example", "In words, one example")];
        Column[] sudden = [new("sender", "Sender"), new("what", "What"), new("week_start_date", "Week from", ColumnType.Date), new("value", "Value", ColumnType.Real, Decimals: 2), new("usual", "Usual", ColumnType.Real, Decimals: 2), new("z", "Robust z", ColumnType.Real, Decimals: 1)];
        return new Report
        {
            Name = "data_quality",
            Title = "Data quality by sender",
            Provenance = provenance,
            Parameters = [("from", request.Text("from") ?? "the beginning"), ("to", $"{to:yyyy-MM-dd}")],
            Sections =
            [
                new Section("Senders", senders, new Chart(ChartKind.Bar, "Doses entered within 30 days, by sender", "sender", ["within_30_share"], 0.9)),
                new Section("Completeness", CompletenessTables.Senders(request, from, to)),
                new Section("Completeness by site", CompletenessTables.Sites(request)),
                new Section("Findings", new Table { Name = "findings", Title = "Findings by sender and rule", Columns = columns, Rows = ReportSql.Stream(request.Facts, "quality_issues", columns, ("from_day", from), ("to_day", to)) }.Loaded()),
                new Section("Sudden changes", new Table { Name = "sudden", Title = "Sudden changes and silent feeds", Columns = sudden, Rows = ReportSql.Stream(request.Facts, "quality_sudden", sudden, ("from_day", from), ("to_day", to)) }.Loaded()),
            ],
            Definitions =
            [
                new("Accepted, with warnings, rejected", "Outcome of a message: taken in as it is, taken in with findings of severity W, or refused with findings of severity E."),
                new("Robust z", "Distance from the median of the sender's own 26 weeks before, in spreads that outliers do not widen; 3.5 or more is flagged."),
                new("Entered within", "Days from the day a dose was given to the day it was entered."),
            ],
        };
    }
}
