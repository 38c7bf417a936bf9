using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Practice;

/// <summary>Practices beside one another and all of them: who lies outside of what chance explains, indicator by indicator, and a funnel of one of them.</summary>
/// <remarks>Counts of one practice are few, and follow from its limits: shown as they are or not at all (ADR 0104).</remarks>
public static class ComparisonReport
{
    public static ReportDefinition Definition { get; } = new(
        "practices", "Practices compared", "Which practices lie outside of what chance explains, by vaccine, with a funnel of one vaccine or series: for choosing whom to visit",
        ReportDefinition.Staff,
        [
            new("cohort", "whose patients", Default: "practice_childhood", Choices: ["practice_childhood", "practice_adolescent"]),
            new("indicator", "vaccine, series or other indicator of practice assessment", Default: "series"),
        ], false, Make);

    /// <summary>Rows of a table on paper; the workbook has them all.</summary>
    const int OnPaper = 60;

    /// <summary>How a practice stands, in words; null where it has too few patients.</summary>
    internal static string? Words(string? standing) => standing?.Replace('_', ' ');

    internal static Definition Explained(long least) => new("Standing", $"Within: as far from the share of all practices as chance explains for a practice of {least} patients or more and of this size (1.96 standard errors; "
        + "exact counts where fewer than 5 patients are expected on a side). Below, above: chance alone does so in 1 practice of 40 on each side. Far below, far above: in 1 of 1,000 (3.09 standard errors).");

    static ReportResult Make(ReportRequest request)
    {
        var who = request.Requester;
        if (request.Policy.ThresholdFor(who.Role) > 1 && who.Role != Role.LocalHealth)
            return ReportResult.Refused("Practices are compared for those who see counts as they are: the patients of one practice are few, and small counts are suppressed here.");
        var cohort = AssessmentTables.Cohorts.Single(known => known.Measure == request.Text("cohort"));
        var least = AssessmentTables.LeastRanked(request);
        var rows = ReportSql.Rows(request.Facts, "practice_comparison", ("measure", cohort.Measure));
        var lines = Enumerable.Range(0, rows.Count).Where(i => who.Role != Role.LocalHealth || who.Counties.Contains(rows.Get<string>(i, "county_fips") ?? "")).ToArray();
        var chosen = lines.Where(i => rows.Get<string>(i, "indicator") == request.Text("indicator") && rows.Get<string>(i, "standing") is not null).ToArray();
        var known = lines.Select(i => rows.Get<string>(i, "indicator")!).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (!known.Contains(request.Text("indicator")))
            return ReportResult.Refused(known.Length == 0 ? $"No practice has {cohort.Patients}." : $"There is no indicator '{request.Text("indicator")}' of {cohort.Patients}; there are: {string.Join(", ", known)}.");
        var name = AssessmentTables.NameOf(cohort, request.Text("indicator")!);
        var counts = Counts(rows, lines, known, cohort, least);
        var practices = Practices(rows, chosen, name, cohort, least);
        var report = new Report
        {
            Name = "practices",
            Title = $"Practices compared: {cohort.Patients}",
            Label = "Practice data: for quality improvement with the practices only",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Words = practices.Finding is { } finding ? [finding] : [],
            Sections =
            [
                new Section("Practices", practices, new Chart(ChartKind.Funnel, $"{name}: practices by number of patients, and what chance explains of each", "n_patients",
                    ["rate", "state_rate", "funnel_low", "funnel_high", "funnel_far_low", "funnel_far_high"], MaxRows: int.MaxValue)),
                new Section("By vaccine", counts),
            ],
            Definitions = [DataDictionary.Of("agg_practice_assessment"), Explained(least)],
        };
        return new ReportResult(report, null) { Page = PaperCut.Page(report, section => section.Table.Name == "practices" ? int.MaxValue : OnPaper) };
    }

    static Table Practices(DuckDbRows rows, int[] chosen, string name, AssessmentTables.Cohort cohort, long least)
    {
        Column Share(string column, string title) => new(column, title, ColumnType.Share, Decimals: 1);
        string[] shares = ["rate", "state_rate", "funnel_low", "funnel_high", "funnel_far_low", "funnel_far_high"];
        int Outside(params string[] standings) => chosen.Count(i => standings.Contains(rows.Get<string>(i, "standing")));
        return new Table
        {
            Name = "practices",
            Title = $"{name}: practices with {least} patients or more, the smallest first",
            Columns =
            [
                new("practice_name", "Practice"), new("n_patients", "Patients", ColumnType.Whole), new("n_up_to_date", "Counted", ColumnType.Whole), Share("rate", "Share"), Share("state_rate", AssessmentTables.All),
                Share("funnel_low", "Low"), Share("funnel_high", "High"), Share("funnel_far_low", "Far low"), Share("funnel_far_high", "Far high"), new("standing", "Standing", Term: "Standing"), new("practice_key", "Practice key"),
            ],
            Rows = chosen.Select(i => (Cell[])
            [
                Cell.Of(rows.Get<string>(i, "practice_name")), Cell.Of(rows.Get<long>(i, "n_patients")), Cell.Of(rows.Get<long>(i, "n_up_to_date")), .. shares.Select(column => Cell.Of(rows.Get<double?>(i, column))),
                Cell.Of(Words(rows.Get<string>(i, "standing"))), Cell.Of(rows.Get<string>(i, "practice_key")),
            ]).ToArray(),
            Footnotes = ["Low to high: where a practice of this size lies when its patients fare as those of all practices; far low and far high: where all but 1 of 1,000 lie on each side.", "Practices differ in their patients: outside of what chance explains is where to ask, and no verdict."],
            WhenEmpty = $"No practice has {least} {cohort.Patients} or more.",
            Finding = chosen.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{name}: of {chosen.Length} practices {Outside("within")} lie within what chance explains, {Outside("below", "far_below")} below ({Outside("far_below")} far) and {Outside("above", "far_above")} above ({Outside("far_above")} far)."),
        };
    }

    /// <summary>For every indicator how many practices stand where.</summary>
    static Table Counts(DuckDbRows rows, int[] lines, string[] known, AssessmentTables.Cohort cohort, long least)
    {
        string[] standings = ["far_below", "below", "within", "above", "far_above"];
        var byIndicator = lines.ToLookup(i => rows.Get<string>(i, "indicator")!);
        return new Table
        {
            Name = "standings",
            Title = $"Practices by how they stand: {cohort.Patients}",
            Columns = [new("what", "Indicator"), new("n", "Compared", ColumnType.Whole), .. standings.Select(standing => new Column("n_" + standing, char.ToUpperInvariant(standing[0]) + Words(standing)![1..], ColumnType.Whole, Term: standing == "within" ? "Standing" : null)), new("n_few", "Too few", ColumnType.Whole)],
            Rows = known.Select(indicator => (Cell[])
            [
                Cell.Of(AssessmentTables.NameOf(cohort, indicator)), Cell.Of(byIndicator[indicator].Count(i => rows.Get<string>(i, "standing") is not null)),
                .. standings.Select(standing => Cell.Of(byIndicator[indicator].Count(i => rows.Get<string>(i, "standing") == standing))), Cell.Of(byIndicator[indicator].Count(i => rows.Get<string>(i, "standing") is null)),
            ]).ToArray(),
            Footnotes = [$"Too few: practices with fewer than {least} patients. Of missed opportunities, late starts and drop-off, below is better.", "Of many practices that differ by chance alone, 1 of 20 lies outside of low to high: look at far below and far above first."],
        };
    }
}
