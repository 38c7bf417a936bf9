using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Hedis;

/// <summary>Counts as electronic clinical data are reported: by product line, race and ethnicity, each with its sources of record.</summary>
static class EcdsTable
{
    /// <returns>Null where the measure is not among those reported so.</returns>
    public static Table? Read(ReportRequest request, MeasureCube cube, string named, string title, bool hasRoster, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "hedis_ecds", ("measure", cube.Measure), ("period", cube.Period));
        if (found.Count == 0) return null;
        var names = new MemberNames(request.Facts);
        var hidden = cube.Rows.ToDictionary(row => (row.Indicator, row.Dimension, row.Member), row => row.Hidden);
        var order = cube.Indicators.Select((indicator, place) => (indicator, place)).ToDictionary(pair => pair.indicator, pair => pair.place);
        var rows = new List<(int Place, Cell[] Cells)>();
        for (var i = 0; i < found.Count; i++)
        {
            string Text(string column) => found.Get<string>(i, column)!;
            var (indicator, line, kind, stratum) = (Text("indicator"), Text("product_line"), Text("stratum_kind"), Text("stratum"));
            var isOneWay = line == "all" || kind == "all";
            var which = Hidden.None;
            // Strata within a product line are tied to two totals at once: they are given only where nothing is hidden (ADR 0088).
            if (threshold > 1 && (!isOneWay || !hidden.TryGetValue(Key(indicator, line, kind, stratum), out which))) continue;
            Cell Show(string column, Hidden part) => (which & part) != 0 ? Cell.Suppressed : Cell.Of(found.Get<long>(i, column));
            // The source that does not give the initial population stands with zero whatever is hidden.
            Cell Initial(bool gives, string column) => gives ? Show(column, Hidden.Initial) : Cell.Of(found.Get<long>(i, column));
            var rate = (which & (Hidden.Denominator | Hidden.Numerator)) != 0 ? Cell.Suppressed : Cell.Share(found.Get<long>(i, "n_numerator"), found.Get<long>(i, "n_denominator"));
            rows.Add((order.GetValueOrDefault(indicator, order.Count),
            [
                Cell.Of(MeasureCube.NameOf(indicator)), Cell.Of(line == "all" ? "All" : line == "none" ? "No product line" : line), Cell.Of(kind == "all" ? "All" : RateTable.DimensionName(kind)), Cell.Of(kind == "all" ? "All" : names.Of(kind, stratum)),
                Show("n_initial", Hidden.Initial), Initial(hasRoster, "n_initial_administrative"), Initial(!hasRoster, "n_initial_registry"), Show("n_excluded", Hidden.Excluded), Show("n_excluded_registry", Hidden.Excluded),
                Show("n_denominator", Hidden.Denominator), Show("n_numerator", Hidden.Numerator), Show("n_numerator_registry", Hidden.Numerator), Cell.Of(found.Get<long>(i, "n_numerator_ehr")), Cell.Of(found.Get<long>(i, "n_numerator_case_management")),
                rate, Cell.Of(indicator), Cell.Of(stratum),
            ]));
        }
        return new Table
        {
            Name = "ecds",
            Title = $"{title}, {named}: counts by product line, race, ethnicity and source of record",
            Columns =
            [
                new("indicator_name", "Indicator"), new("product_line", "Product line"), new("stratum_kind", "Stratum"), new("stratum_name", "Group"), Count("n_initial", "Initial population"),
                Count("n_initial_administrative", "of it administrative (roster)"), Count("n_initial_registry", "of it HIE or registry"), Count("n_excluded", "Exclusions"), Count("n_excluded_registry", "of it HIE or registry"),
                Count("n_denominator", "Denominator"), Count("n_numerator", "Numerator"), Count("n_numerator_registry", "of it HIE or registry"), Count("n_numerator_ehr", "of it EHR"), Count("n_numerator_case_management", "of it case management"),
                .. RateTable.Rates(null).Take(1), new("indicator", "Indicator id"), new("stratum", "Group code"),
            ],
            Rows = rows.OrderBy(row => row.Place).Select(row => row.Cells).ToArray(),
            Footnotes =
            [
                .. RateTable.Notes(cube.Measure, named != cube.Period),
                "Source of record: the plan's roster (administrative) gives the initial population, the registry exclusions and numerator; without a roster the registry gives all. EHR and case management stand with zero: they are the plan's own to add.",
                "Hospice, transplant and contraindications that no source records here are not ascertainable.",
                .. threshold > 1 ? ["Race and ethnicity within a product line are not given where small counts are suppressed."] : Array.Empty<string>(),
            ],
        };
    }

    static Column Count(string name, string title) => new(name, title, ColumnType.Whole);

    static (string, string, string) Key(string indicator, string line, string kind, string stratum) =>
        kind != "all" ? (indicator, kind, stratum) : line != "all" ? (indicator, "product_line", line) : (indicator, "state", "all");
}
