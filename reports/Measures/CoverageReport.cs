using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Measures;

/// <summary>Rates of one measure by one dimension: the plain table for screens and files.</summary>
public static class CoverageReport
{
    public static ReportDefinition Definition { get; } = new(
        "coverage", "Coverage by group", "Rates of one measure for every indicator, by county, practice or another dimension",
        ReportDefinition.Everyone,
        [
            new("measure", "measure id", Default: "cis"),
            new("period", "period; the newest where none is given"),
            new("by", "dimension", Default: "county"),
            new("indicator", "only this indicator"),
            new("goal", "goal in percent, 1-100", ParameterType.Whole),
            new("audience", "suppress small cells as for this audience", Choices: ["public", "staff"]),
        ], false, Make);

    static ReportResult Make(ReportRequest request)
    {
        var measure = request.Text("measure")!;
        if (MeasureCube.PeriodOf(request, measure, out var problem) is not { } period) return ReportResult.Refused(problem!);
        var dimension = request.Text("by")!;
        if (dimension == "practice" && request.Requester.Role is Role.Public or Role.School or Role.Plan)
            return ReportResult.Refused("Rates by practice are not given to this role.");
        var cube = MeasureCube.Read(request.Facts, measure, period, RateTable.Threshold(request));
        var rows = cube.Rows.Where(row => (row.Dimension == dimension || row.Dimension == "state")
            && (request.Text("indicator") is not { } only || row.Indicator == only)).ToArray();
        if (rows.All(row => row.Dimension == "state") && dimension != "state")
            return ReportResult.Refused($"The measure '{measure}' has no figures by {dimension}{(request.Text("indicator") is { } i ? $" for {i}" : "")}; it has them by {string.Join(", ", cube.Rows.Select(row => row.Dimension).Distinct())}.");
        var goal = request.Whole("goal") / 100.0;
        var isProvisional = MeasureCube.IsProvisional(request.Facts, measure, period);
        var definition = RateTable.Definition(request.Facts, measure);
        var order = cube.Indicators.Select((indicator, place) => (indicator, place)).ToDictionary(pair => pair.indicator, pair => pair.place);
        var table = new Table
        {
            Name = $"{measure}_by_{dimension}",
            Title = $"{definition.Title}, {MeasureCube.Named(period, isProvisional)}, by {RateTable.DimensionName(dimension).ToLowerInvariant()}",
            Columns = [new("indicator", "Indicator id"), new("indicator_name", "Indicator"), .. RateTable.Columns(goal)],
            Rows = rows.OrderBy(row => order[row.Indicator]).Select(row => (Cell[])[Cell.Of(row.Indicator), Cell.Of(MeasureCube.NameOf(row.Indicator)), .. RateTable.Row(row)]).ToArray(),
            Footnotes = RateTable.Footnotes(measure, isProvisional),
        };
        return new Report
        {
            Name = "coverage",
            Title = table.Title,
            Label = RateTable.LabelOf(request, measure),
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Sections = [new Section("Coverage", table)],
            Definitions = RateTable.Definitions(definition),
        };
    }
}
