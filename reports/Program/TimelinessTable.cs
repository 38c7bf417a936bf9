using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Program;

/// <summary>How soon doses are entered, by quarter: of the whole jurisdiction, or of one site.</summary>
static class TimelinessTable
{
    static readonly int[] Days = [1, 7, 14, 30];

    /// <param name="practice">Null: all sites.</param>
    /// <param name="threshold">Smallest count above zero that is shown. Quarters add up to nothing that is printed: each count and its complement is protected for itself.</param>
    public static Table Read(ReportRequest request, long? practice, int threshold)
    {
        var rows = ReportSql.Rows(request.Facts, "timeliness", ("practice", practice));
        var rates = Disclosure.RateDisclosure.Hide(Enumerable.Range(0, rows.Count).SelectMany(i => Days.Select(day =>
            new RateRow($"within_{day}", "quarter", rows.Get<string>(i, "quarter")!, "", rows.Get<long>(i, "n_doses"), 0, rows.Get<long>(i, "n_doses"), rows.Get<long>(i, $"n_within_{day}")))).ToArray(), threshold);
        return new Table
        {
            Name = "timeliness",
            Title = "How soon doses are entered",
            Columns =
            [
                new("quarter", "Quarter"), new("n_doses", "Doses given", ColumnType.Whole), .. Days.Select(day => new Column($"within_{day}_share", day == 1 ? "Within 1 day" : $"Within {day} days", ColumnType.Share, Decimals: 1)),
                new("median_days", "Median", ColumnType.Real, "days", 0),
            ],
            Rows = Enumerable.Range(0, rows.Count).Select(i => (Cell[])
            [
                Cell.Of(rows.Get<string>(i, "quarter")), rates[Days.Length * i].DenominatorCell, .. Enumerable.Range(0, Days.Length).Select(d => rates[Days.Length * i + d].RateCell),
                rates[Days.Length * i].DenominatorCell.IsNumber && rows.Get<double?>(i, "median_days") is { } median ? Cell.Of(median) : Cell.NotAvailable,
            ]).ToArray(),
            Footnotes = ["Doses that the site itself gave, by quarter of administration; history and doses without an entry date are left out. The last quarter may not be over."],
        };
    }
}
