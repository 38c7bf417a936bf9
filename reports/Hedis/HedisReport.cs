using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Hedis;

/// <summary>The quality staff's workbook: a summary with intervals, chart and last year, and one sheet an indicator.</summary>
public static class HedisReport
{
    /// <summary>The standing of every such figure.</summary>
    public const string Label = "HEDIS-aligned, not NCQA-certified, unaudited";

    /// <summary>Added where no plan roster was loaded: then the denominator is not a plan's and the figure is no HEDIS rate.</summary>
    public const string NoRoster = "registry population, no plan roster: not a HEDIS rate";

    /// <summary>The standing of a measure's figures: as its steward says it, HEDIS where it says nothing; and that there was no roster.</summary>
    internal static string LabelOf(ReportRequest request, string measure) => RateTable.LabelOf(request, measure) ?? (BuildInfo.Has(request.Facts, "has_roster") ? Label : $"{Label}; {NoRoster}");

    public static ReportDefinition Definition { get; } = new(
        "hedis", "HEDIS-aligned measures", "Rates by indicator with intervals and last year, one sheet an indicator with breakdowns, definitions",
        [Release.Role.StateAdmin, Release.Role.StateEpi, Release.Role.Plan],
        [
            new("measure", "measure id", Default: "cis"),
            new("period", "measurement year; the newest where none is given"),
            new("goal", "goal in percent, 1-100", ParameterType.Whole, Default: "90"),
            new("audience", "suppress small cells as for this audience", Choices: ["public", "staff"]),
        ], false, Make);

    const string Ecds = "ECDS";

    /// <summary>Rows of the ECDS table on paper; the workbook has them all.</summary>
    const int EcdsOnPaper = 60;

    static ReportResult Make(ReportRequest request)
    {
        var measure = request.Text("measure")!;
        if (MeasureCube.PeriodOf(request, measure, out var problem) is not { } period) return ReportResult.Refused(problem!);
        var goal = request.Whole("goal")!.Value / 100.0;
        var threshold = RateTable.Threshold(request);
        var cube = MeasureCube.Read(request.Facts, measure, period, threshold);
        var before = MeasureCube.Periods(request.Facts, measure).FirstOrDefault(p => string.CompareOrdinal(p, period) < 0);
        var previous = before is null ? null : MeasureCube.Read(request.Facts, measure, before, threshold);
        var hasRoster = BuildInfo.Has(request.Facts, "has_roster");
        var definition = RateTable.Definition(request.Facts, measure);
        var isProvisional = MeasureCube.IsProvisional(request.Facts, measure, period);
        var named = MeasureCube.Named(period, isProvisional);
        var footnotes = RateTable.Footnotes(measure, isProvisional, hasRoster ? null : "Persons of the registry population stand in the denominator; without a plan roster this is not a HEDIS rate.");

        var sections = new List<Section> { Summary(cube, previous, named, before, definition.Title, goal, footnotes) };
        if (EcdsTable.Read(request, cube, named, definition.Title, hasRoster, threshold) is { } ecds) sections.Add(new Section(Ecds, ecds));
        // Rates by practice are given to neither plans nor the public.
        var withPractices = request.Requester.Role != Release.Role.Plan && request.Text("audience") != "public";
        sections.AddRange(cube.Indicators.Select(indicator => Breakdown(cube, indicator, named, goal, footnotes, withPractices)));
        var report = new Report
        {
            Name = "hedis",
            Title = $"{definition.Title}, {named}",
            Subtitle = hasRoster ? "Plan members by the plan rosters on file" : "Registry population",
            Label = LabelOf(request, measure),
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Words = RateTable.Notes(measure, isProvisional).ToArray(),
            Parameters = [.. request.Parameters.Where(p => p.Key != "period").Select(p => (p.Key, p.Value)), ("period", period), ("counts hidden below", threshold > 0 ? threshold.ToString(System.Globalization.CultureInfo.InvariantCulture) : "none")],
            Sections = sections,
            Definitions = RateTable.Definitions(definition),
        };
        return new ReportResult(report, null) { Page = PaperCut.Page(report, section => section.Name == Ecds ? EcdsOnPaper : int.MaxValue) };
    }

    static Section Summary(MeasureCube cube, MeasureCube? previous, string period, string? before, string title, double goal, IReadOnlyList<string> footnotes)
    {
        var rows = new List<Cell[]>();
        foreach (var indicator in cube.Indicators)
        {
            if (cube.State(indicator) is not { } row) continue;
            var last = previous?.State(indicator)?.RateCell ?? Cell.NotAvailable;
            rows.Add([
                Cell.Of(MeasureCube.NameOf(indicator)), row.InitialCell, row.ExcludedCell, row.DenominatorCell, row.NumeratorCell, row.RateCell, row.LowCell, row.HighCell,
                last, row.RateCell.IsNumber && last.IsNumber ? Cell.Of((row.RateCell.AsReal() - last.AsReal()) * 100) : Cell.NotAvailable, Cell.Of(indicator),
            ]);
        }
        var table = new Table
        {
            Name = "summary",
            Title = $"{title}, {period}: rates by indicator",
            Columns =
            [
                new("indicator_name", "Indicator"), .. RateTable.Counts, .. RateTable.Rates(goal),
                new("previous_rate", before is null ? "Previous year" : $"Rate {before}", ColumnType.Share, Decimals: 1, Term: "Rate"),
                new("change_points", "Change", ColumnType.Real, "points", 1), new("indicator", "Indicator id"),
            ],
            Rows = rows,
            Footnotes = footnotes,
            Finding = Finding(cube, goal),
        };
        return new Section("Summary", table, new Chart(ChartKind.Bar, $"{title}, {period}: rate with 95 % interval", "indicator_name", ["rate"], goal, Low: "rate_low", High: "rate_high"));
    }

    static string? Finding(MeasureCube cube, double goal)
    {
        var rates = cube.Indicators.Select(indicator => (indicator, Rate: cube.State(indicator)?.RateCell ?? Cell.NotAvailable)).Where(pair => pair.Rate.IsNumber).ToArray();
        if (rates.Length == 0) return null;
        var lowest = rates.MinBy(pair => pair.Rate.AsReal());
        return $"{rates.Count(pair => pair.Rate.AsReal() >= goal)} of {rates.Length} indicators reach the goal of {Writers.CellText.Percent(goal, 0)}; the lowest is {MeasureCube.NameOf(lowest.indicator)} with {Writers.CellText.Percent(lowest.Rate.AsReal(), 1)}.";
    }

    static Section Breakdown(MeasureCube cube, string indicator, string period, double goal, IReadOnlyList<string> footnotes, bool withPractices) => new(MeasureCube.NameOf(indicator), new Table
    {
        Name = indicator,
        Title = $"{MeasureCube.NameOf(indicator)}, {period}: rates by group",
        Columns = RateTable.Columns(goal),
        Rows = cube.Of(indicator).Where(row => withPractices || row.Dimension != "practice").Select(RateTable.Row).ToArray(),
        Footnotes = footnotes,
    });
}
