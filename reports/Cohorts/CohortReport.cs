using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Cohorts;

/// <summary>Coverage of children as program managers compare it: by birth cohort, by age, by timeliness, on a day, by the national survey, at school entry, at birth.</summary>
/// <remarks>
/// Under suppression cohorts are not broken down here (ADR 0087): the measures of two-year-olds are, in the report of coverage, and two
/// breakdowns of nearly the same children, each hiding cells of its own, would give each other's hidden cells away.
/// </remarks>
public static class CohortReport
{
    /// <summary>Rows of a table on paper; the workbook has them all.</summary>
    const int OnPaper = 80;

    static readonly string[] Milestones = ["3", "5", "7", "13", "16", "19", "24", "35", "72", "156", "216"];

    public static ReportDefinition Definition { get; } = new(
        "cohorts", "Coverage by cohort", "Coverage by birth cohort at a milestone age, by age, timeliness of doses, on a day, by the national survey's definitions, at school entry, age-standardised, and of the birth dose",
        ReportDefinition.Everyone,
        [
            new("milestone", "milestone age of birth cohorts, months", Default: "24", Choices: Milestones),
            new("indicator", "only this dose count, as mmr_1 or nis_mmr_1"),
            new("by", "dimension of groups", Default: "county", Choices: ["county", "zip3", "sex", "race", "ethnicity"]),
            new("audience", "suppress small cells as for this audience", Choices: ["public", "staff"]),
        ], false, Make);

    static ReportResult Make(ReportRequest request)
    {
        var names = new MemberNames(request.Facts);
        var threshold = RateTable.Threshold(request);
        var cohorts = CohortTables.Cohorts(request, threshold);
        var groups = threshold > 1 ? null : CohortTables.Groups(request, names);
        var children = SurveyTables.Children(request, names, threshold);
        var timeliness = DoseTimelinessTable.Read(request, names, threshold);
        Section?[] sections =
        [
            new("Birth cohorts", cohorts, new Chart(ChartKind.Bar, cohorts.Title, "indicator_name", ["rate"], MaxRows: CohortTables.NewestComplete(cohorts), Low: "rate_low", High: "rate_high")),
            groups is null ? null : new("Cohort by group", groups),
            new("By age", CohortTables.ByAge(request, threshold)),
            new("Dose timeliness", timeliness),
            new("On a day", CohortTables.OnDays(request, names, threshold)),
            new("Influenza by days", SeasonTable.Read(request, names, threshold)),
            new("NIS children", children),
            new("NIS adolescents", SurveyTables.Adolescents(request, names, threshold)),
            new("School entry", PlaceTables.SchoolEntry(request, names, threshold)),
            new("Age-standardised", PlaceTables.Standardised(request, names, threshold)),
            new("Birth dose", PlaceTables.BirthDose(request, names, threshold)),
        ];
        var report = new Report
        {
            Name = "cohorts",
            Title = "Coverage by birth cohort, age and day",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Words =
            [
                .. new[] { cohorts.Finding, timeliness.Finding, children.Finding }.OfType<string>(),
                "Tables answer different questions and their figures differ: cohorts count who had reached the doses by an age, a day counts who has them on it, the survey's definitions count doses whatever their validity. Do not draw them in one line.",
                .. threshold > 1 ? ["Birth cohorts stand for the whole jurisdiction: coverage of two-year-olds by group is in the report of coverage, and two breakdowns of the same children would give small groups away."] : Array.Empty<string>(),
            ],
            Sections = sections.OfType<Section>().ToArray(),
            Definitions =
            [
                .. new[] { "agg_coverage_cohort", "agg_coverage_by_age", "agg_dose_timeliness", "agg_coverage_period", "agg_influenza_by_days", "agg_coverage_nis", "agg_school_entry", "agg_standardised_rate", "agg_hepb_birth_dose" }.Select(DataDictionary.Of),
                new("Complete, provisional", "Complete: the youngest of the cohort has reached the age, or the period is over. Provisional: not yet; only those who have reached it are counted, and the figure will change."),
                .. DoseTimelinessTable.Terms,
                .. RateTable.Terms,
            ],
        };
        return new ReportResult(report, null) { Page = PaperCut.Page(report, _ => OnPaper) };
    }
}
