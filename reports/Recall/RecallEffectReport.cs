using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Recall;

/// <summary>What came of a recall: by method and outcome of contact, who had a dose afterwards.</summary>
public static class RecallEffectReport
{
    public static ReportDefinition Definition { get; } = new(
        "recall_effect", "Effect of a recall", "Persons contacted, by method and outcome, and how many came within some days",
        ReportDefinition.Staff,
        [
            new("contacts", "CSV file with person_key, contacted_on, method, outcome: a filled-in recall list will do; the contact log where none is given"),
            new("from", "first day of contacts that count", ParameterType.Date),
            new("days", "days after the contact that count", ParameterType.Whole, Default: "60"),
        ], false, Make);

    static ReportResult Make(ReportRequest request)
    {
        IReadOnlyList<Contact> contacts;
        if (request.Text("contacts") is { } file)
        {
            if (!File.Exists(file)) return ReportResult.Refused($"The contact log {file} does not exist.");
            var (read, problem) = ContactLog.Read(File.ReadAllText(file));
            if (read is null) return ReportResult.Refused($"Reading the contact log {Path.GetFileName(file)}: {problem}");
            contacts = read;
        }
        else if (request.Contacts is null) return ReportResult.Refused("There is no contact log: give contacts=FILE.csv, or write contacts with ./registry recall log FILE.csv.");
        else contacts = request.Contacts;
        if (request.Date("from") is { } from) contacts = contacts.Where(contact => contact.On >= from).ToArray();
        var lines = ContactLog.Lines(contacts);
        var rows = ReportSql.Rows(request.Facts, "recall_effect", ("contacts", lines), ("days", request.Whole("days")));
        var found = Enumerable.Range(0, rows.Count).Select(i => (Method: rows.Get<string>(i, "method")!, Outcome: rows.Get<string>(i, "outcome")!, Contacted: rows.Get<long>(i, "n_contacted"), Came: rows.Get<long>(i, "n_came"))).ToArray();
        var rates = Disclosure.RateDisclosure.Hide(found.Select(row => new RateRow("came", "method", $"{row.Method}\t{row.Outcome}", "", row.Contacted, 0, row.Contacted, row.Came)).ToArray(), RateTable.Threshold(request));
        return new Report
        {
            Name = "recall_effect",
            Title = $"Who came within {request.Whole("days")} days of being contacted",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = [("days", request.Text("days")!), ("contacts", contacts.Count.ToString("N0", CultureInfo.InvariantCulture)), ("from", request.Text("from") ?? "the first")],
            Sections =
            [
                new Section("Effect", new Table
                {
                    Name = "recall_effect",
                    Title = "Persons contacted and persons with a dose afterwards",
                    Columns = [new("method", "Method"), new("outcome", "Outcome"), new("n_contacted", "Contacted", ColumnType.Whole, "persons"), new("n_came", "Came", ColumnType.Whole, "persons"), .. RateTable.Rates(null)],
                    Rows = found.Zip(rates, (row, rate) => (Cell[])[Cell.Of(row.Method), Cell.Of(row.Outcome), rate.DenominatorCell, rate.NumeratorCell, rate.RateCell, rate.LowCell, rate.HighCell]).ToArray(),
                    Footnotes = ["Came: a dose given after the day of the contact and within the days asked for. Some would have come anyway: compare with those not reached."],
                }, new Chart(ChartKind.Bar, "Share who came, by method", "method", ["rate"], Low: "rate_low", High: "rate_high")),
            ],
        };
    }
}
