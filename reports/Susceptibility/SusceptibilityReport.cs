using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Cohorts;
using RegistryAnalytics.Reports.Disclosure;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Susceptibility;

/// <summary>Children without evidence of protection against a disease by age and small area, as a range, for planning before and in an outbreak.</summary>
public static class SusceptibilityReport
{
    const string Label = "A range for planning: no record is not no protection";

    /// <summary>The children between the two ends: printed nowhere, and protected, since anybody can subtract.</summary>
    const string Between = "between";

    /// <summary>Area of a band's row: where it lies, how many children, and the two ends of the range.</summary>
    sealed record Area(string Kind, string Code, string Name, RateRow Low, RateRow High);

    public static ReportDefinition Definition { get; } = new(
        "susceptibility", "Susceptibility", "Children without evidence of protection against measles, pertussis or polio by age, county and ZIP area, as a range",
        ReportDefinition.Staff,
        [
            new("disease", "disease", Default: "measles", Choices: ["measles", "pertussis", "polio"]),
            new("audience", "suppress small cells as for this audience", Choices: ["public", "staff"]),
        ], false, Make);

    static ReportResult Make(ReportRequest request)
    {
        var disease = request.Text("disease")!;
        var bands = Read(request, disease, RateTable.Threshold(request));
        if (bands.Count == 0) return ReportResult.Refused("This build has no figures of susceptibility: it knows no child of 1 to 17 years.");
        var withZip = bands.Any(band => band.Areas.Any(area => area.Kind == "zip3"));
        var words = bands.Select(band => Words(disease, band)).OfType<string>().ToArray();
        var ages = bands.SelectMany(band => band.Areas.Where(area => area.Kind is "age").Concat(band.Areas.Where(area => area.Kind == "state")).Select(area => (band.Band, area))).ToArray();
        return new Report
        {
            Name = "susceptibility",
            Title = $"Children without evidence of protection: {disease}",
            Label = Label,
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Words = [.. words, "The low end counts children of whom doses are recorded, but none that is valid against this disease. The high end adds those of whom no dose is recorded at all and those with fewer valid doses than their age asks for: many of them are protected."],
            Sections =
            [
                Section("By age", disease, "by single year of age, whole jurisdiction", ages.Select(row => (row.Band, row.area.Kind == "state" ? row.area with { Name = $"{row.Band} years, all" } : row.area with { Name = $"{row.area.Code} {(row.area.Code == "1" ? "year" : "years")}" }))),
                .. bands.Select(band => Section($"Counties {band.Band} years", disease, $"children of {band.Band} years, by county", band.Areas.Where(area => area.Kind is "state" or "county").Select(area => (band.Band, area)))),
                .. withZip ? [Section("ZIP areas", disease, "by first three digits of the ZIP code", bands.SelectMany(band => band.Areas.Where(area => area.Kind == "zip3").Select(area => (band.Band, area))), charted: false)] : Array.Empty<Section>(),
            ],
            Definitions =
            [
                DataDictionary.Of("agg_susceptibility"),
                new("Without evidence, low", "Children with a record of some dose, but no valid dose against this disease and no recorded history of it."),
                new("Without evidence, high", "The low end, with children of whom no dose is recorded and children with fewer valid doses than their age asks for. No record is not no protection."),
                .. RateTable.Terms.Where(term => term.Term is "Suppressed (*)" or "As of" or "Known by"),
            ],
        };
    }

    /// <summary>Bands of age with their areas. Each band is one cube over all diseases, whichever is asked for.</summary>
    static List<(string Band, Area[] Areas)> Read(ReportRequest request, string disease, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "susceptibility");
        var names = new MemberNames(request.Facts);
        var bands = new List<(string, Area[])>();
        foreach (var band in Enumerable.Range(0, found.Count).GroupBy(i => found.Get<string>(i, "band")!))
        {
            // ZIP areas and counties overlap: side by side one would give the other's hidden cells away (ADR 0087).
            var rows = band.Where(i => threshold <= 1 || found.Get<string>(i, "area_kind") != "zip3").SelectMany(i => new[] { ("low", found.Get<long>(i, "n_low")), ("high", found.Get<long>(i, "n_high")), (Between, found.Get<long>(i, "n_high") - found.Get<long>(i, "n_low")) }.Select(end =>
                CohortTables.Row($"{found.Get<string>(i, "disease")} {end.Item1}", found.Get<string>(i, "area_kind")!, found.Get<string>(i, "area")!, names.Of(found.Get<string>(i, "area_kind")!, found.Get<string>(i, "area")!), found.Get<long>(i, "n_children"), end.Item2))).ToArray();
            var hidden = ExchangeDisclosure.Hide(rows, threshold);
            var between = hidden.Where(row => row.Indicator == $"{disease} {Between}").ToDictionary(row => (row.Dimension, row.Member), row => row.Hidden);
            var high = hidden.Where(row => row.Indicator == $"{disease} high").Select(row => row with { Hidden = row.Hidden | between[(row.Dimension, row.Member)] }).ToDictionary(row => (row.Dimension, row.Member));
            bands.Add((band.Key, hidden.Where(row => row.Indicator == $"{disease} low").OrderBy(row => row.Dimension != "state").ThenBy(row => row.Dimension, StringComparer.Ordinal)
                .ThenBy(row => row.Dimension == "age" ? int.Parse(row.Member, CultureInfo.InvariantCulture) : 0).ThenBy(row => row.Label, StringComparer.Ordinal)
                .Select(low => new Area(low.Dimension, low.Member, low.Label, low, high[(low.Dimension, low.Member)])).ToArray()));
        }
        return bands;
    }

    static Section Section(string name, string disease, string title, IEnumerable<(string Band, Area Area)> areas, bool charted = true)
    {
        var table = new Table
        {
            Name = "without_evidence_" + name.ToLowerInvariant().Replace(' ', '_').Replace('-', '_'),
            Title = $"No evidence of protection against {disease}: {title}",
            Columns =
            [
                new("area", "Area or age"), new("age_band", "Years of age"), new("n_children", "Children", ColumnType.Whole),
                new("n_low", "Without evidence, low", ColumnType.Whole, "children", Term: "Without evidence, low"), new("n_high", "Without evidence, high", ColumnType.Whole, "children", Term: "Without evidence, high"),
                new("rate_low", "Share, low", ColumnType.Share, Decimals: 1), new("rate_high", "Share, high", ColumnType.Share, Decimals: 1), new("code", "Code"),
            ],
            Rows = areas.Select(row => (Cell[])[Cell.Of(row.Area.Name), Cell.Of(row.Band), row.Area.Low.DenominatorCell, row.Area.Low.NumeratorCell, row.Area.High.NumeratorCell, row.Area.Low.RateCell, row.Area.High.RateCell, Cell.Of(row.Area.Code)]).ToArray(),
            Footnotes = [Label + ".", "Residents of 1 to 17 years on the as-of date. A recorded history of measles counts as evidence; low and high are the ends of a range, not an interval. Where a chart draws a line at the end of a bar, it spans the range."],
        };
        return charted ? new Section(name, table, new Chart(ChartKind.Bar, $"Share without evidence of protection against {disease}, high end of the range", "area", ["rate_high"], Low: "rate_low", High: "rate_high")) : new Section(name, table);
    }

    static string? Words(string disease, (string Band, Area[] Areas) band)
    {
        var state = band.Areas.FirstOrDefault(area => area.Kind == "state");
        return state is { Low.RateCell.IsNumber: true, High.RateCell.IsNumber: true }
            ? string.Create(CultureInfo.InvariantCulture, $"{band.Band} years: between {state.Low.Numerator:N0} and {state.High.Numerator:N0} of {state.Low.Denominator:N0} children ({CellText.Percent(state.Low.RateCell.AsReal(), 1)} to {CellText.Percent(state.High.RateCell.AsReal(), 1)}) have no evidence of protection against {disease}.") : null;
    }
}
