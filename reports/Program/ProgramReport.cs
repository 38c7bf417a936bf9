using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Program;

/// <summary>The manager's report: enrolment against 95 %, its trend, coverage by year, timeliness and data quality, with a summary in words on the first page.</summary>
public static class ProgramReport
{
    /// <summary>A fully operational registry holds 95 % of the children under six.</summary>
    public const double EnrolmentGoal = 0.95;

    public static ReportDefinition Definition { get; } = new(
        "program", "Program report", "Enrolment against 95 % by county with its trend, coverage by year, participation of adolescents, adults and sites, birth records, timeliness, data quality, and a one-page summary",
        ReportDefinition.Staff,
        [
            new("reading", "which reading of enrolment", Default: "two_dates", Choices: ["any_record", "two_doses", "two_dates", "two_valid_dates"]),
            new("age_band", "age band", Default: "4-71 months", Choices: ["0-71 months", "4-71 months"]),
            new("measure", "coverage measure", Default: "cis"),
            new("audience", "suppress small cells as for this audience", Choices: ["public", "staff"]),
        ], false, Make);

    /// <summary>One page for the health officer.</summary>
    public static ReportDefinition Summary { get; } = new(
        "program_summary", "One-page summary", "Enrolment with map and trend, coverage, timeliness and data quality on one page for the health officer",
        Definition.Roles, Definition.Parameters, false, SummaryPage.Make);

    static ReportResult Make(ReportRequest request) => Read(request).Report;

    /// <summary>The report, and what a summary of it is made from.</summary>
    internal static (Report Report, Table Enrolment, Table Trend, Table Coverage, Table Timeliness) Read(ReportRequest request)
    {
        var provenance = BuildInfo.Provenance(request.Facts, request.Time);
        var day = provenance.AsOf ?? DateOnly.FromDateTime(request.Time.GetUtcNow().UtcDateTime);
        var threshold = RateTable.Threshold(request);
        var isPublic = request.Text("audience") == "public";
        var enrolment = Enrolment(request, threshold, isPublic);
        var adolescents = ParticipationTables.Persons(request, "adolescent", threshold, isPublic);
        var adults = ParticipationTables.Persons(request, "adult", threshold, isPublic);
        var trend = Trend(request, threshold);
        var coverage = CoverageByYear(request, threshold);
        var quarters = TimelinessTable.Read(request, null, threshold);
        var (quality, qualityWords) = SenderTable.Read(request, $"Submissions by sender in the year to {day:yyyy-MM-dd}", day.AddYears(-1).AddDays(1), day, threshold);
        return (new Report
        {
            Name = "program",
            Title = "Immunization registry: program report",
            Subtitle = $"As of {day:yyyy-MM-dd}",
            Provenance = provenance,
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Words = new[] { enrolment.Finding, coverage.Finding, TimelinessWords(quarters), qualityWords }.OfType<string>().ToArray(),
            Sections =
            [
                new Section("Enrolment", enrolment, [new Chart(ChartKind.Map, "Enrolment by county", "county_fips", ["rate"], EnrolmentGoal), new Chart(ChartKind.Bar, "Enrolment by county against 95 %", "county", ["rate"], EnrolmentGoal)], []),
                new Section("Trend", trend, [new Chart(ChartKind.Line, "Enrolled children as a share of the registry's own, over time", "as_of", ["rate"], Low: "rate_low", High: "rate_high")], []),
                new Section("Coverage by year", coverage, [new Chart(ChartKind.Line, "Coverage by year", "period", coverage.Columns.Skip(1).Select(column => column.Name).TakeLast(6).ToArray())], []),
                new Section("Adolescents", adolescents, [new Chart(ChartKind.Bar, "Adolescents who take part, by county", "county", ["rate"])], []),
                new Section("Adults", adults, [new Chart(ChartKind.Bar, "Adults who take part, by county: a lower bound", "county", ["rate"])], []),
                new Section("Sites", ParticipationTables.Sites(request)),
                new Section("Birth records", ParticipationTables.Births(request, threshold)),
                new Section("Timeliness", quarters, [new Chart(ChartKind.Line, "Share of doses entered within 1 and 30 days", "quarter", ["within_1_share", "within_30_share"])], []),
                new Section("Data quality", quality),
            ],
            Definitions =
            [
                .. RateTable.Definitions(RateTable.Definition(request.Facts, "fully_operational")),
                new("Participation", "Adolescents and adults who take part, over the census estimate of persons of that age. " + RateTable.LowerBound),
                new("Complete, provisional", "Complete: the period is over on the as-of date. Provisional: not yet, and the figure will change."),
                new("Enrolment", "Registry children by the reading chosen, over the census estimate of children of that age."),
            ],
        }, enrolment, trend, coverage, quarters);
    }

    static Table Enrolment(ReportRequest request, int threshold, bool isPublic)
    {
        var indicator = Indicator(request);
        var periods = MeasureCube.Periods(request.Facts, Pages.PageTables.Enrolment);
        var cube = periods.Count == 0 ? null : MeasureCube.Read(request.Facts, Pages.PageTables.Enrolment, periods[0], threshold);
        // The same rows, hidden alike, as in every other report of this measure.
        var counts = cube is null ? [] : cube.Of(indicator).Where(row => row.Dimension is "state" or "county").ToArray();
        var found = ReportSql.Rows(request.Facts, "page_census", ("period", periods.Count == 0 ? "" : periods[0]));
        var band = Band(request);
        var estimates = Enumerable.Range(0, found.Count).Where(i => found.Get<string>(i, "band") == band && found.Get<long?>(i, "census_population") is not null)
            .ToDictionary(i => found.Get<string>(i, "member")!, i => found.Get<long>(i, "census_population"));
        Cell Rate(int i)
        {
            if (!estimates.TryGetValue(counts[i].Member, out var census) || census == 0) return Cell.NotAvailable;
            if (counts[i].NumeratorCell.State == CellState.Suppressed) return Cell.Suppressed;
            var rate = (double)counts[i].Numerator / census;
            return Cell.Of(isPublic ? Math.Min(1, rate) : rate);
        }
        var cells = Enumerable.Range(0, counts.Length).Select(i => (Cell[])
            [Cell.Of(counts[i].Label), counts[i].DenominatorCell, counts[i].NumeratorCell, estimates.TryGetValue(counts[i].Member, out var census) ? Cell.Of(census) : Cell.NotAvailable, Rate(i), Cell.Of(counts[i].Member)]).ToArray();
        var state = cells.FirstOrDefault(row => row[5].ToString() == "all")?[4] ?? Cell.NotAvailable;
        var below = cells.Count(row => row[5].ToString() != "all" && row[4].IsNumber && row[4].AsReal() < EnrolmentGoal);
        return new Table
        {
            Name = "enrolment",
            Title = $"Children of {request.Text("age_band")} enrolled, by county",
            Columns =
            [
                new("county", "County"), new("n_registry", "In the registry", ColumnType.Whole, "children"), new("n_numerator", "Enrolled", ColumnType.Whole, "children"), new("census_population", "Census estimate", ColumnType.Whole, "children"),
                new("rate", "Enrolment", ColumnType.Share, Decimals: 1, Goal: EnrolmentGoal, Term: "Enrolment"), new("county_fips", "County code"),
            ],
            Rows = cells,
            Footnotes = isPublic ? ["Rates above 100 % are shown as 100 %: the census estimate is smaller than the registry's count."] : ["Rates above 100 % are shown as they are: the registry holds movers and duplicates that the census estimate does not."],
            Finding = state.IsNumber
                ? $"The registry holds {CellText.Percent(state.AsReal(), 1)} of the children of {request.Text("age_band")}: {(state.AsReal() >= EnrolmentGoal ? "it meets" : "it is below")} the 95 % of a fully operational registry. {(below == 1 ? "1 county is" : string.Create(CultureInfo.InvariantCulture, $"{below} counties are"))} below."
                : "Enrolment is not available: no census population or no measure in this build.",
        };
    }

    static Table Trend(ReportRequest request, int threshold)
    {
        var rows = ReportSql.Rows(request.Facts, "program_trend", ("measure", "fully_operational"), ("indicator", Indicator(request)));
        var counts = Disclosure.RateDisclosure.Hide(Enumerable.Range(0, rows.Count).Select(i => new RateRow("trend", "as_of", rows.Get<string>(i, "as_of")!, "", rows.Get<long>(i, "n_denominator"), 0, rows.Get<long>(i, "n_denominator"), rows.Get<long>(i, "n_numerator"))).ToArray(), threshold);
        var complete = Enumerable.Range(0, rows.Count).Where(i => rows.Get<bool>(i, "is_complete")).Select(i => rows.Get<string>(i, "as_of")!).ToHashSet();
        return new Table
        {
            Name = "trend",
            Title = "Enrolled children over time",
            Columns = [new("as_of", "As of"), new("n_denominator", "In the registry", ColumnType.Whole), new("n_numerator", "Enrolled", ColumnType.Whole), .. RateTable.Rates(null), new("standing", "Period so far")],
            Rows = counts.Select(row => (Cell[])[Cell.Of(row.Member), row.DenominatorCell, row.NumeratorCell, row.RateCell, row.LowCell, row.HighCell, RateTable.Standing(complete.Contains(row.Member))]).ToArray(),
            Footnotes = ["Every point is computed from today's records as of the past day, so that points can be compared."],
        };
    }

    static Table CoverageByYear(ReportRequest request, int threshold)
    {
        var measure = request.Text("measure")!;
        var cubes = MeasureCube.Periods(request.Facts, measure).Reverse().Select(period => MeasureCube.Read(request.Facts, measure, period, threshold)).ToArray();
        var indicators = cubes.SelectMany(cube => cube.Indicators).Distinct().ToArray();
        var title = RateTable.Definition(request.Facts, measure).Title;
        var last = cubes.LastOrDefault();
        var provisional = cubes.Select(cube => MeasureCube.IsProvisional(request.Facts, measure, cube.Period)).ToArray();
        return new Table
        {
            Name = "coverage_by_year",
            Title = $"{title}, whole jurisdiction, by year",
            Columns = [new("period", "Year"), .. indicators.Select(indicator => new Column(indicator, MeasureCube.NameOf(indicator), ColumnType.Share, Decimals: 1))],
            Rows = cubes.Select((cube, i) => (Cell[])[Cell.Of(MeasureCube.Named(cube.Period, provisional[i])), .. indicators.Select(indicator => cube.State(indicator)?.RateCell ?? Cell.NotAvailable)]).ToArray(),
            Footnotes = [.. RateTable.Labels(request, measure), .. RateTable.Notes(measure, provisional.Contains(true))],
            Finding = last is null ? null : $"{title} in {MeasureCube.Named(last.Period, provisional[^1])}: " + string.Join(", ", last.Indicators.TakeLast(3).Where(indicator => last.State(indicator)?.RateCell.IsNumber == true)
                .Select(indicator => $"{MeasureCube.NameOf(indicator)} {CellText.Percent(last.State(indicator)!.Value.RateCell.AsReal(), 1)}")) + ".",
        };
    }

    static string? TimelinessWords(Table timeliness) => timeliness.List() is [.., var last] && last[2].IsNumber && last[5].IsNumber
        ? $"Of the doses given in {last[0]}, {CellText.Percent(last[2].AsReal(), 0)} were entered within a day and {CellText.Percent(last[5].AsReal(), 0)} within 30 days." : null;

    static string Band(ReportRequest request) => request.Text("age_band") == "0-71 months" ? "0_71" : "4_71";

    static string Indicator(ReportRequest request) => $"{request.Text("reading")}_{Band(request)}";
}
