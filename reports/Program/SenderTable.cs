using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Program;

/// <summary>What each sender submits, how complete and how soon, small counts hidden as in any other table.</summary>
static class SenderTable
{
    /// <summary>Shares by column: of which count, counted by which column of the query.</summary>
    static readonly (string Name, string Of, string Count)[] Shares =
    [
        ("rejected_share", "n_messages", "n_rejected"), ("lot_share", "n_doses", "n_lot"), ("mvx_share", "n_doses", "n_mvx"), ("eligibility_share", "n_doses", "n_eligibility"),
        ("within_1_share", "n_entered", "n_within_1"), ("within_14_share", "n_entered", "n_within_14"), ("within_30_share", "n_entered", "n_within_30"),
    ];

    static readonly Column[] Columns =
    [
        new("sender", "Sender"), new("n_messages", "Messages", ColumnType.Whole), new("n_accepted", "Accepted", ColumnType.Whole), new("n_warned", "With warnings", ColumnType.Whole), new("n_rejected", "Rejected", ColumnType.Whole),
        new("rejected_share", "Share rejected", ColumnType.Share, Decimals: 1), new("n_doses", "Doses given", ColumnType.Whole), new("lot_share", "With lot", ColumnType.Share, Decimals: 1, Goal: 0.9),
        new("mvx_share", "With maker", ColumnType.Share, Decimals: 1, Goal: 0.9), new("eligibility_share", "With eligibility", ColumnType.Share, Decimals: 1, Goal: 0.9),
        new("within_1_share", "Entered within 1 day", ColumnType.Share, Decimals: 1), new("within_14_share", "within 14 days", ColumnType.Share, Decimals: 1), new("within_30_share", "within 30 days", ColumnType.Share, Decimals: 1, Goal: 0.9),
        new("median_days", "Median", ColumnType.Real, "days", 1),
    ];

    /// <summary>All senders, and the words about them; the totals in the words are tied to the rows.</summary>
    public static (Table Table, string? Words) Read(ReportRequest request, string title, DateOnly from, DateOnly to, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "quality_sender", ("from_day", from), ("to_day", to));
        var senders = Enumerable.Range(0, found.Count).ToArray();
        var rows = Shares.SelectMany(share =>
        {
            RateRow Row(string dimension, string member, long of, long n) => new(share.Name, dimension, member, member, of, 0, of, n);
            return senders.Select(i => Row("sender", found.Get<string>(i, "sender")!, found.Get<long>(i, share.Of), found.Get<long>(i, share.Count)))
                .Append(Row("state", "all", senders.Sum(i => found.Get<long>(i, share.Of)), senders.Sum(i => found.Get<long>(i, share.Count))));
        }).ToArray();
        var rates = Disclosure.RateDisclosure.Hide(rows, threshold).ToDictionary(row => (row.Indicator, row.Dimension, row.Member));
        // Where counts are hidden, accepted and warned would give the rejected away: they are not printed at all.
        var columns = threshold > 1 ? Columns.Where(column => column.Name is not ("n_accepted" or "n_warned")).ToArray() : Columns;
        Cell Value(int i, string column)
        {
            RateRow Of(string share) => rates[(share, "sender", found.Get<string>(i, "sender")!)];
            return column switch
            {
                "sender" => Cell.Of(found.Get<string>(i, column) is { Length: > 0 } sender ? sender : "not told"),
                "n_messages" => Of("rejected_share").DenominatorCell,
                "n_rejected" => Of("rejected_share").NumeratorCell,
                "n_doses" => Of("lot_share").DenominatorCell,
                "median_days" => Of("within_1_share").DenominatorCell.State == CellState.Suppressed ? Cell.Suppressed : Cell.Of(found.Get<double?>(i, column)),
                "n_accepted" or "n_warned" => Cell.Of(found.Get<long>(i, column)),
                _ => Of(column).RateCell,
            };
        }
        var table = new Table
        {
            Name = "senders", Title = title, Columns = columns,
            Rows = senders.Select(i => columns.Select(column => Value(i, column.Name)).ToArray()).ToArray(),
            Footnotes = ["Doses: reported as administered by this sender. Completeness is a share of them, timeliness a share of those with an entry date on or after their own."],
        };
        var all = found.Count == 0 ? default : rates[("rejected_share", "state", "all")];
        return (table, all.DenominatorCell.State == CellState.Whole && all.Denominator > 0 && all.RateCell.IsNumber
            ? $"{found.Count:N0} senders sent {all.Denominator:N0} messages from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}; {Writers.CellText.Percent(all.RateCell.AsReal(), 1)} were rejected." : null);
    }
}
