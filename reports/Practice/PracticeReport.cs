using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Program;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Practice;

/// <summary>The report for a site visit (AFIX/IQIP): coverage beside state and goal, missed opportunities, late starts, drop-off, timeliness, invalid doses, the patients to call in.</summary>
public static class PracticeReport
{
    /// <summary>Patients on paper; the workbook has them all.</summary>
    const int ListedOnPaper = 20;

    /// <summary>Lines of invalid doses on paper, by reason and by patient.</summary>
    const int InvalidOnPaper = 8;

    const string PaperStyle = ".wide{page:auto}figure svg{max-height:84mm;width:auto;display:block;margin:auto}table{font-size:7.5pt}td,th{padding:.05rem .3rem}.keep{break-inside:auto}.note{font-size:7.5pt;margin:.05rem 0}@media print{body{font-size:8.5pt;line-height:1.3}h1{font-size:15pt}h2{margin-top:.6rem}.label{margin:.2rem 0}dl.facts{font-size:7.5pt;grid-template-columns:repeat(3,max-content 1fr);margin:.3rem 0}}";

    public static ReportDefinition Definition { get; } = new(
        "practice", "Practice report (AFIX/IQIP)", "Coverage of children and adolescents against state and goal with rank, missed opportunities, late starts, drop-off, coverage by year, timeliness, invalid doses, patients to call in",
        ReportDefinition.StaffAndProviders,
        [
            new("practice", "practice key", ParameterType.Whole, Required: true),
            new("measure", "measure id", Default: "cis"),
            new("period", "period; the newest where none is given"),
            new("goal", "goal in percent, 1-100", ParameterType.Whole, Default: "90"),
            new("age_from", "youngest patients, whole months", ParameterType.Whole, Default: "0"),
            new("age_to", "oldest patients, whole months", ParameterType.Whole, Default: "215"),
            new("names", "list patients by name", ParameterType.Flag, Default: "true"),
        ], true, Make);

    static ReportResult Make(ReportRequest request)
    {
        var key = request.Whole("practice")!.Value;
        var found = PracticeSql.Rows(request, "practice", key);
        if (found.Count == 0) return ReportResult.Refused($"There is no practice with key {key}.");
        var who = request.Requester;
        if ((who.Role == Role.Provider && !who.Practices.Contains(key)) || (who.Role == Role.LocalHealth && !who.Counties.Contains(found.Get<string>(0, "county_fips")!)))
            return ReportResult.Refused($"The practice {key} is outside your scope.");
        var provenance = BuildInfo.Provenance(request.Facts, request.Time);
        var day = provenance.AsOf ?? DateOnly.FromDateTime(request.Time.GetUtcNow().UtcDateTime);
        var name = found.Get<string>(0, "practice_name")!;
        var measure = request.Text("measure")!;
        var periods = MeasureCube.Periods(request.Facts, measure);
        var period = request.Text("period") ?? periods.FirstOrDefault() ?? "none";
        var before = periods.FirstOrDefault(p => string.CompareOrdinal(p, period) < 0);

        var isProvisional = MeasureCube.IsProvisional(request.Facts, measure, period);
        var goal = request.Whole("goal")!.Value / 100.0;
        var least = AssessmentTables.LeastRanked(request);
        var assessed = AssessmentTables.Cohorts.Select(cohort => (cohort.Name, Table: AssessmentTables.Read(request, cohort, key, goal, least))).ToArray();
        var (patients, invalid, withheld, problem) = PracticeLists.Read(request, key, day);
        if (problem is not null) return ReportResult.Refused(problem);
        var sections = new List<Section>();
        foreach (var (cohort, (vaccines, _)) in assessed)
            sections.Add(new Section(cohort, vaccines, vaccines.List().Count == 0 ? [] : [new Chart(ChartKind.Bar, $"{cohort} up to date: this practice and all practices", "vaccine", ["rate", "state_rate"], goal)], []));
        sections.Add(new Section("Opportunities", AssessmentTables.Others(assessed.SelectMany(pair => pair.Table.Others), least)));
        sections.Add(new Section("Coverage by year", Coverage(request, measure, period, isProvisional, before, key, goal, least)));
        sections.Add(new Section("Timeliness", TimelinessTable.Read(request, key, 0)));
        sections.Add(new Section("Invalid doses", PracticeLists.Reasons(invalid)));
        if (request.Text("names") == "true")
        {
            sections.Add(new Section("Patients to call in", patients) { IsPersonLevel = true });
            sections.Add(new Section("Invalid doses by patient", invalid) { IsPersonLevel = true });
        }
        var report = new Report
        {
            Name = "practice",
            Title = $"Immunization report: {name}",
            Subtitle = $"{found.Get<long>(0, "n_active"):N0} active patients",
            Label = request.Text("names") == "true" ? "Personal data of patients: for this practice only" : null,
            Provenance = provenance,
            Parameters = [("practice", found.Get<string>(0, "practice_id")!), .. request.Parameters.Where(p => p.Key is not ("practice" or "period")).Select(p => (p.Key, p.Value)), ("period", period)],
            Words = withheld is null ? [] : [withheld],
            Sections = sections,
            Definitions = RateTable.Definitions(RateTable.Definition(request.Facts, measure)).Concat(
            [
                new Definition("Missed opportunity", "A dose was due by the rules of practice assessment on a day on which the patient was given another vaccine, anywhere."),
                new Definition("Late", "Up to date today, and not yet at the milestone age."),
                new Definition("Rank", $"Place among practices with at least {least} patients; 1 is the highest coverage."),
                ComparisonReport.Explained(least),
                new Definition("With inactivated", "Coverage when patients whose relation to the practice ended in the 90 days before count as well."),
                new Definition("Invalid dose", "Given here in the last year and not valid by the schedule for at least one antigen."),
                new Definition("Not repeated", "No later valid dose has been given of at least one of the antigens for which the dose was not valid."),
            ]).ToArray(),
        };
        return new ReportResult(report, null) { Page = Paper(report) };
    }

    /// <summary>Four pages at most: the lists by patient are cut, and say so.</summary>
    static string Paper(Report report) => PaperCut.Page(report with { Definitions = [] },
        section => section.Table.Name is "invalid_reasons" or "invalid_doses" ? InvalidOnPaper : section.IsPersonLevel ? ListedOnPaper : int.MaxValue, PaperStyle);

    static Table Coverage(ReportRequest request, string measure, string period, bool isProvisional, string? before, long key, double goal, long least)
    {
        var rows = PracticeSql.Rows(request, "practice_coverage", key, ("measure", measure), ("period", period), ("before", before));
        var order = new MeasureCube(measure, period, Enumerable.Range(0, rows.Count).Select(i => new RateRow(rows.Get<string>(i, "indicator")!, "practice", "", "", 0, 0, rows.Get<long>(i, "n_denominator"), rows.Get<long>(i, "n_numerator"))).ToArray());
        var at = Enumerable.Range(0, rows.Count).ToDictionary(i => rows.Get<string>(i, "indicator")!, i => i);
        var table = new List<Cell[]>();
        foreach (var row in order.Indicators.Select(indicator => order.Of(indicator).First()))
        {
            var i = at[row.Indicator];
            var state = rows.Get<double?>(i, "state_rate");
            var last = rows.Get<long?>(i, "before_denominator") is { } denominator ? Cell.Share(rows.Get<long>(i, "before_numerator"), denominator) : Cell.NotAvailable;
            var place = rows.Get<long?>(i, "place") is { } p ? $"{p} of {rows.Get<long>(i, "n_ranked")}" : $"<{least}";
            table.Add([
                Cell.Of(MeasureCube.NameOf(row.Indicator)), row.DenominatorCell, row.NumeratorCell, row.RateCell, row.LowCell, row.HighCell, state is null ? Cell.NotAvailable : Cell.Of(state), Cell.Of(place),
                last, row.RateCell.IsNumber && last.IsNumber ? Cell.Of((row.RateCell.AsReal() - last.AsReal()) * 100) : Cell.NotAvailable,
            ]);
        }
        return new Table
        {
            Name = "coverage",
            Title = $"{RateTable.Definition(request.Facts, measure).Title}, {MeasureCube.Named(period, isProvisional)}, beside the state and the period before",
            Columns =
            [
                new("indicator_name", "Vaccine"), new("n_denominator", "Patients", ColumnType.Whole), new("n_numerator", "Up to date", ColumnType.Whole), .. RateTable.Rates(goal),
                new("state_rate", "State", ColumnType.Share, Decimals: 1), new("place", "Rank"), new("before_rate", before is null ? "Before" : $"In {before}", ColumnType.Share, Decimals: 1), new("change_points", "Change", ColumnType.Real, "points", 1),
            ],
            Rows = table,
            Footnotes = [.. RateTable.Labels(request, measure), .. RateTable.Notes(measure, isProvisional), "Intervals are 95 % Wilson intervals: the range if these patients were a sample.", $"Rank: among practices with {least} patients or more; <{least} is too few to rank."],
            Finding = table.Count == 0 ? "No patient of this practice is in the measure." : $"{table.Count(row => row[3].IsNumber && row[3].AsReal() >= goal)} of {table.Count} indicators reach the goal of {CellText.Percent(goal, 0)}.",
        };
    }
}
