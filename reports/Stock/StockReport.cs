using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Stock;

/// <summary>Vaccine accountability: doses administered against doses distributed, wastage, and what should be on the shelf against what was counted.</summary>
/// <remarks>Counts of doses at one site are small everywhere, so that nothing useful is left under suppression: it is for those who see counts as they are.</remarks>
public static class StockReport
{
    public static ReportDefinition Definition { get; } = new(
        "stock", "Vaccine accountability", "Doses administered against doses distributed by site and vaccine, wastage, and stock by lot reconciled with counts",
        [Role.StateAdmin, Role.StateEpi, Role.Provider],
        [
            new("year", "calendar year; the newest where none is given", ParameterType.Whole),
            new("practice", "practice key", ParameterType.Whole),
            new("goal", "goal of the accounted share in percent, 1-100", ParameterType.Whole, Default: "90"),
        ], false, Make);

    /// <summary>Rows of a table on paper; the workbook has them all.</summary>
    const int OnPaper = 100;

    static ReportResult Make(ReportRequest request)
    {
        var who = request.Requester;
        var practice = request.Whole("practice");
        if (who.Role == Role.Provider && (practice is not { } own || !who.Practices.Contains(own)))
            return ReportResult.Refused("A practice may ask for its own stock: give practice=KEY of your own.");
        if (who.Role != Role.Provider && request.Policy.ThresholdFor(who.Role) > 1)
            return ReportResult.Refused("Stock by site is for those who see counts as they are: the doses of one site and vaccine are few, and small counts are suppressed here.");
        var goal = request.Whole("goal")!.Value / 100.0;
        var vaccines = Vaccines(request, practice, goal);
        if (vaccines.List().Count == 0) return ReportResult.Refused("No stock event is on file for this site and year: load shipments and inventory, and build again.");
        var year = vaccines.List()[0][vaccines.IndexOf("year")].ToString();
        var sites = Sites(vaccines, year, goal);
        var report = new Report
        {
            Name = "stock",
            Title = $"Vaccine accountability, {year}",
            Label = "Site data: for vaccine management only",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = [.. request.Parameters.Where(p => p.Key != "year").Select(p => (p.Key, p.Value)), ("year", year)],
            Words = sites.Finding is { } finding ? [finding] : [],
            Sections =
            [
                new Section("Sites", sites, new Chart(ChartKind.Bar, $"Doses administered over doses distributed, {year}, lowest first", "practice_name", ["accounted_rate"], goal)),
                new Section("By vaccine", vaccines),
                new Section("By lot", Lots(request, practice)),
            ],
            Definitions =
            [
                DataDictionary.Of("agg_accountability"), DataDictionary.Of("agg_stock_lot"),
                new("Distributed", "Received, and transfers in less transfers out."),
                new("Accounted share", "Doses administered by the site and reported, from its first stock event of the vaccine on, over doses distributed to it in the year."),
                new("Wastage", "Wasted over wasted and administered. Spoiled and expired doses are apart: they may be returned for credit."),
                new("Loss", "Wasted, spoiled and expired, over these and administered."),
                new("Variance", "Counted less expected: below zero, doses are missing; above, more were counted than events tell."),
            ],
        };
        return new ReportResult(report, null) { Page = PaperCut.Page(report, _ => OnPaper) };
    }

    static Column Doses(string name, string title, string? term = null) => new(name, title, ColumnType.Whole, "doses", Term: term);

    static Table Vaccines(ReportRequest request, long? practice, double goal)
    {
        Column[] columns =
        [
            new("practice_name", "Site"), new("vaccine", "Vaccine"), Doses("n_opening", "Opening"), Doses("n_received", "Received"), Doses("n_transferred_in", "Transferred in"), Doses("n_administered", "Administered"), Doses("n_transferred_out", "Transferred out"), Doses("n_wasted", "Wasted"), Doses("n_spoiled", "Spoiled"),
            Doses("n_expired", "Expired"), Doses("n_returned", "Returned"), Doses("n_expected", "Expected on hand"), Doses("n_counted", "Counted"), Doses("variance", "Variance", "Variance"),
            new("accounted_rate", "Accounted", ColumnType.Share, Decimals: 1, Term: "Accounted share", Goal: goal), new("wastage_rate", "Wastage", ColumnType.Share, Decimals: 1, Term: "Wastage"), new("loss_rate", "Loss", ColumnType.Share, Decimals: 1, Term: "Loss"), new("cvx", "CVX"), new("practice_key", "Site key"), new("year", "Year"),
        ];
        return new Table
        {
            Name = "stock_by_vaccine",
            Title = "Doses distributed, administered and lost, by site and vaccine",
            Columns = columns,
            Rows = ReportSql.Stream(request.Facts, "stock_vaccine", columns, ("year", request.Whole("year")), ("practice", practice)),
            Footnotes = ["Empty where the year has no count, or nothing was distributed, lost or given. Opening, received and transferred in, less administered, transferred out, wasted, spoiled, expired and returned, is expected on hand at the year's end. Opening is what earlier years leave. Doses administered count from the day of the site's first stock event of the vaccine on."],
        }.Loaded();
    }

    /// <summary>Sites over all their vaccines, summed from the rows below.</summary>
    static Table Sites(Table vaccines, string year, double goal)
    {
        int[] At(params string[] names) => names.Select(vaccines.IndexOf).ToArray();
        var (come, gone, wasted, lost, given, key, name) = (At("n_received", "n_transferred_in"), At("n_transferred_out"), At("n_wasted"), At("n_spoiled", "n_expired"), vaccines.IndexOf("n_administered"), vaccines.IndexOf("practice_key"), vaccines.IndexOf("practice_name"));
        static long Sum(IEnumerable<Cell[]> rows, params int[] columns) => rows.Sum(row => columns.Sum(c => row[c].AsWhole()));
        var sites = vaccines.List().GroupBy(row => row[key].AsText()).Select(site =>
        {
            var (d, w, l, g) = (Sum(site, come) - Sum(site, gone), Sum(site, wasted), Sum(site, lost), Sum(site, given));
            return (Cells: (Cell[])[site.First()[name], Cell.Of(d), Cell.Of(g), Cell.Of(w), Cell.Of(l), d > 0 ? Cell.Share(g, d) : Cell.NotAvailable, Cell.Share(w, w + g), Cell.Share(w + l, w + l + g), Cell.Of(site.Key)], Rate: d > 0 ? (double)g / d : double.MaxValue, site.Key);
        }).OrderBy(site => site.Rate).ThenBy(site => site.Key, StringComparer.Ordinal).Select(site => site.Cells).ToArray();
        var rated = sites.Where(row => row[5].IsNumber).ToArray();
        return new Table
        {
            Name = "stock_by_site",
            Title = $"Sites: doses administered against doses distributed, {year}, lowest first",
            Columns =
            [
                new("practice_name", "Site"), Doses("n_distributed", "Distributed", "Distributed"), Doses("n_administered", "Administered"), Doses("n_wasted", "Wasted"), Doses("n_spoiled_expired", "Spoiled, expired"),
                new("accounted_rate", "Accounted", ColumnType.Share, Decimals: 1, Term: "Accounted share", Goal: goal), new("wastage_rate", "Wastage", ColumnType.Share, Decimals: 1, Term: "Wastage"), new("loss_rate", "Loss", ColumnType.Share, Decimals: 1, Term: "Loss"), new("practice_key", "Site key"),
            ],
            Rows = sites,
            Footnotes = ["Doses of vaccine bought by the site itself count as administered without being distributed: the accounted share can exceed 100 %."],
            Finding = rated.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{rated.Count(row => row[5].AsReal() >= goal)} of {rated.Length} sites report at least {CellText.Percent(goal, 0)} of the doses distributed to them in {year} as administered."),
        };
    }

    static Table Lots(ReportRequest request, long? practice)
    {
        Column[] columns =
        [
            new("practice_name", "Site"), new("vaccine", "Vaccine"), new("lot", "Lot"), Doses("n_received", "Received"), Doses("n_transferred_in", "Transferred in"), Doses("n_administered", "Administered"), Doses("n_transferred_out", "Transferred out"), Doses("n_wasted", "Wasted"), Doses("n_spoiled", "Spoiled"), Doses("n_expired", "Expired"), Doses("n_returned", "Returned"),
            Doses("n_expected", "Expected on hand"), new("count_date", "Last counted", ColumnType.Date), Doses("n_counted", "Counted"), Doses("variance", "Variance", "Variance"), new("wastage_rate", "Wastage", ColumnType.Share, Decimals: 1, Term: "Wastage"), new("loss_rate", "Loss", ColumnType.Share, Decimals: 1, Term: "Loss"), new("cvx", "CVX"),
        ];
        return new Table
        {
            Name = "stock_by_lot",
            Title = "Stock by site, vaccine and lot, all years",
            Columns = columns,
            Rows = ReportSql.Stream(request.Facts, "stock_lot", columns, ("practice", practice)),
            Footnotes = ["Variance compares the last count with what is expected on that day; empty where the lot was not counted. Expected on hand is that of the as-of date. Doses administered count from the day of the site's first stock event of the vaccine on."],
        };
    }
}
