using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Practice;

/// <summary>The site visit's report (AFIX/IQIP): coverage beside state and goal, missed opportunities, invalid doses, late starts, the one-visit list.</summary>
public static class PracticeReport
{
    /// <summary>Patients on paper; the workbook has them all.</summary>
    const int ListedOnPaper = 20;

    /// <summary>Lines of reasons on paper.</summary>
    const int ReasonsOnPaper = 10;

    const string PaperStyle = "figure svg{max-height:68mm;width:auto;display:block;margin:auto}td,th{padding:.05rem .35rem}@media print{body{font-size:8.5pt;line-height:1.3}h2{margin-top:.7rem}}";

    public static ReportDefinition Definition { get; } = new(
        "practice", "Practice report (AFIX/IQIP)", "Coverage against state and goal with rank and last year, missed opportunities, invalid doses, late starts, patients to call in",
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
        var found = ReportSql.Rows(request.Facts, "practice", ("practice", key));
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
        var coverage = Coverage(request, measure, period, isProvisional, before, key);
        var missed = Missed(request, key, day);
        var (patients, invalid, withheld, problem) = PracticeLists.Read(request, key, day);
        if (problem is not null) return ReportResult.Refused(problem);
        var sections = new List<Section>
        {
            new("Coverage", coverage, [new Chart(ChartKind.Bar, "Coverage of this practice and of the state", "indicator_name", ["rate", "state_rate"], request.Whole("goal") / 100.0)], []),
            new("Missed opportunities", missed, [new Chart(ChartKind.Bar, "Overdue patients, and those whose last visit could have helped", "vaccine_group", ["n_overdue", "n_missed"], MaxRows: 12)], []),
            new("Starts", Start(request, key, day)),
            new("Invalid doses", PracticeLists.Reasons(invalid)),
        };
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
                new Definition("Missed opportunity", "A vaccine is overdue, and could have been given on the day of the patient's last dose of any vaccine."),
                new Definition("Rank", "Place among practices with at least 30 in the denominator; 1 is the highest rate."),
                new Definition("Late start", "First DTaP 92 days or more after birth."),
                new Definition("Invalid dose", "Given here in the last year and not valid by the schedule for at least one antigen."),
            ]).ToArray(),
        };
        return new ReportResult(report, null) { Page = Paper(report) };
    }

    /// <summary>Two to four pages: the lists by patient are cut, and say so.</summary>
    static string Paper(Report report)
    {
        var cut = report.Sections.Select(section =>
        {
            var rows = section.Table.List();
            var most = section.IsPersonLevel ? ListedOnPaper : section.Table.Name == "invalid_reasons" ? ReasonsOnPaper : int.MaxValue;
            return rows.Count <= most ? section : section with
            {
                Table = section.Table with { Rows = rows.Take(most).ToArray(), Footnotes = [.. section.Table.Footnotes, $"The first {most} of {rows.Count:N0}; the workbook has all."] },
            };
        }).ToArray();
        using var html = new MemoryStream();
        HtmlWriter.Write(report with { Sections = cut, Definitions = [] }, html, PaperStyle);
        return System.Text.Encoding.UTF8.GetString(html.GetBuffer().AsSpan(0, (int)html.Length));
    }

    static Table Coverage(ReportRequest request, string measure, string period, bool isProvisional, string? before, long key)
    {
        var rows = ReportSql.Rows(request.Facts, "practice_coverage", ("measure", measure), ("period", period), ("before", before), ("practice", key));
        var goal = request.Whole("goal")!.Value / 100.0;
        var order = new MeasureCube(measure, period, Enumerable.Range(0, rows.Count).Select(i => new RateRow(rows.Get<string>(i, "indicator")!, "practice", "", "", 0, 0, rows.Get<long>(i, "n_denominator"), rows.Get<long>(i, "n_numerator"))).ToArray());
        var at = Enumerable.Range(0, rows.Count).ToDictionary(i => rows.Get<string>(i, "indicator")!, i => i);
        var table = new List<Cell[]>();
        foreach (var row in order.Indicators.Select(indicator => order.Of(indicator).First()))
        {
            var i = at[row.Indicator];
            var state = rows.Get<double?>(i, "state_rate");
            var last = rows.Get<long?>(i, "before_denominator") is { } denominator ? Cell.Share(rows.Get<long>(i, "before_numerator"), denominator) : Cell.NotAvailable;
            var place = rows.Get<long?>(i, "place") is { } p ? $"{p} of {rows.Get<long>(i, "n_ranked")}" : "<30";
            table.Add([
                Cell.Of(MeasureCube.NameOf(row.Indicator)), row.DenominatorCell, row.NumeratorCell, row.RateCell, row.LowCell, row.HighCell, state is null ? Cell.NotAvailable : Cell.Of(state), Cell.Of(place),
                last, row.RateCell.IsNumber && last.IsNumber ? Cell.Of((row.RateCell.AsReal() - last.AsReal()) * 100) : Cell.NotAvailable,
            ]);
        }
        return new Table
        {
            Name = "coverage",
            Title = $"Coverage, {MeasureCube.Named(period, isProvisional)}",
            Columns =
            [
                new("indicator_name", "Vaccine"), new("n_denominator", "Patients", ColumnType.Whole), new("n_numerator", "Up to date", ColumnType.Whole), .. RateTable.Rates(goal),
                new("state_rate", "State", ColumnType.Share, Decimals: 1), new("place", "Rank"), new("before_rate", before is null ? "Before" : $"In {before}", ColumnType.Share, Decimals: 1), new("change_points", "Change", ColumnType.Real, "points", 1),
            ],
            Rows = table,
            Footnotes = [.. RateTable.Notes(measure, isProvisional), "Intervals are 95 % Wilson intervals: the range if these patients were a sample.", "Rank: among practices with 30 patients or more; <30 is too few to rank."],
            Finding = table.Count == 0 ? "No patient of this practice is in the measure." : $"{table.Count(row => row[3].IsNumber && row[3].AsReal() >= goal)} of {table.Count} indicators reach the goal of {CellText.Percent(goal, 0)}.",
        };
    }

    static Table Missed(ReportRequest request, long key, DateOnly day)
    {
        Column[] columns =
        [
            new("vaccine_group", "Vaccine"), new("n_patients", "Patients", ColumnType.Whole), new("n_overdue", "Overdue", ColumnType.Whole, DataBar: true),
            new("n_missed", "Missed at last visit", ColumnType.Whole, Term: "Missed opportunity"), new("n_can_today", "Can be given today", ColumnType.Whole),
        ];
        return new Table
        {
            Name = "missed",
            Title = "Overdue vaccines and missed opportunities",
            Columns = columns,
            Rows = ReportSql.Stream(request.Facts, "practice_missed", columns, ("practice", key), ("day", day), ("age_from", request.Whole("age_from")), ("age_to", request.Whole("age_to"))),
        }.Loaded();
    }

    static Table Start(ReportRequest request, long key, DateOnly day)
    {
        var row = ReportSql.Rows(request.Facts, "practice_start", ("practice", key), ("day", day));
        long children = row.Get<long>(0, "n_children"), late = row.Get<long>(0, "n_late"), never = row.Get<long>(0, "n_never");
        Cell[] Line(string what, long n) => [Cell.Of(what), Cell.Of(n), Cell.Share(n, children)];
        return new Table
        {
            Name = "starts",
            Title = string.Create(CultureInfo.InvariantCulture, $"Start of the DTaP series: {children:N0} children of 24 to 35 months"),
            Columns = [new("what", "First DTaP", Term: "Late start"), new("n", "Children", ColumnType.Whole), new("share", "Share", ColumnType.Share, Decimals: 1)],
            Rows = [Line("within 91 days", children - late - never), Line("later", late), Line("not yet", never)],
        };
    }
}
