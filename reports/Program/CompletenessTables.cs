using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Program;

/// <summary>Which fields the messages of senders and sites leave out, for those who see counts as they are.</summary>
static class CompletenessTables
{
    /// <summary>0-1: fields that a site fills less often are listed.</summary>
    const double Goal = 0.9;

    static readonly Column[] What = [new("subject", "Of"), new("field", "Field"), new("n_rows", "Records", ColumnType.Whole), new("present_rate", "With the field", ColumnType.Share, Decimals: 1, Goal: Goal)];

    public static Table Senders(ReportRequest request, DateOnly from, DateOnly to)
    {
        var rows = ReportSql.Rows(request.Facts, "quality_complete", ("from_day", from), ("to_day", to));
        return new Table
        {
            Name = "completeness",
            Title = "Fields by sender: how often they are filled",
            Columns = [new("sender", "Sender"), .. What, new("recent_rate", "In the last 13 weeks", ColumnType.Share, Decimals: 1, Goal: Goal)],
            Rows = Enumerable.Range(0, rows.Count).Select(i => (Cell[])
                [Sender(rows, i), .. Cells(rows, i), rows.Get<long?>(i, "n_recent") is { } recent ? Cell.Share(rows.Get<long>(i, "n_recent_present"), recent) : Cell.NotAvailable]).ToArray(),
            Footnotes = ["Records of persons and doses given, as messages told them, by the week in which the message was sent; of the weeks that the build shows at most."],
        };
    }

    public static Table Sites(ReportRequest request)
    {
        var rows = ReportSql.Rows(request.Facts, "quality_complete_practice", ("share", Goal));
        return new Table
        {
            Name = "completeness_sites",
            Title = "Fields that sites fill in less than nine records of ten",
            Columns = [new("sender", "Sender"), new("practice_name", "Site"), .. What],
            Rows = Enumerable.Range(0, rows.Count).Select(i => (Cell[])[Sender(rows, i), Cell.Of(rows.Get<string>(i, "practice_name") ?? "not told"), .. Cells(rows, i)]).ToArray(),
            Footnotes = ["Over all weeks that the build shows. A site is the one that the message names."],
            WhenEmpty = "Every site fills every field in nine records of ten.",
        };
    }

    static Cell Sender(DuckDbRows rows, int i) => Cell.Of(rows.Get<string>(i, "sender") is { Length: > 0 } sender ? sender : "not told");

    static Cell[] Cells(DuckDbRows rows, int i) =>
        [Cell.Of(rows.Get<string>(i, "subject") == "dose" ? "doses given" : "persons"), Cell.Of(rows.Get<string>(i, "title")), Cell.Of(rows.Get<long>(i, "n_rows")), Cell.Share(rows.Get<long>(i, "n_present"), rows.Get<long>(i, "n_rows"))];
}
