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
            new("contacts", "CSV file with person_key, contacted_on, method, outcome: a filled-in recall list will do", Required: true),
            new("days", "days after the contact that count", ParameterType.Whole, Default: "60"),
        ], false, Make);

    static ReportResult Make(ReportRequest request)
    {
        var file = request.Text("contacts")!;
        if (!File.Exists(file)) return ReportResult.Refused($"The contact log {file} does not exist.");
        var (lines, problem) = ContactLog.Read(File.ReadAllText(file));
        if (lines is null) return ReportResult.Refused($"Reading the contact log {Path.GetFileName(file)}: {problem}");
        var rows = ReportSql.Rows(request.Facts, "recall_effect", ("contacts", lines), ("days", request.Whole("days")));
        var found = Enumerable.Range(0, rows.Count).Select(i => (Method: rows.Get<string>(i, "method")!, Outcome: rows.Get<string>(i, "outcome")!, Contacted: rows.Get<long>(i, "n_contacted"), Came: rows.Get<long>(i, "n_came"))).ToArray();
        var rates = Disclosure.RateDisclosure.Hide(found.Select(row => new RateRow("came", "method", $"{row.Method}\t{row.Outcome}", "", row.Contacted, 0, row.Contacted, row.Came)).ToArray(), RateTable.Threshold(request));
        return new Report
        {
            Name = "recall_effect",
            Title = $"Who came within {request.Whole("days")} days of being contacted",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = [("days", request.Text("days")!)],
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

/// <summary>A contact log as people fill it in: CSV with a header; other columns do not matter; lines without a contact are left out.</summary>
static class ContactLog
{
    static readonly string[] Needed = ["person_key", "contacted_on", "method", "outcome"];

    /// <returns>Lines of key, day, method, outcome by tabs; or what is wrong, with the line number.</returns>
    public static (string? Lines, string? Problem) Read(string csv)
    {
        var lines = csv.ReplaceLineEndings("\n").Split('\n');
        var header = Fields(lines[0]).Select(name => name.Trim().ToLowerInvariant()).ToList();
        var at = Needed.Select(name => header.IndexOf(name)).ToArray();
        if (at.Contains(-1)) return (null, $"its first line must name {string.Join(", ", Needed)}; it lacks {string.Join(", ", Needed.Where(name => !header.Contains(name)))}.");
        var read = new List<string>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            var fields = Fields(lines[i]);
            if (fields.Count <= at.Max()) return (null, $"line {i + 1} has {fields.Count} fields.");
            if (fields[at[1]].Trim().Length == 0) continue;
            if (!long.TryParse(fields[at[0]].Trim(), CultureInfo.InvariantCulture, out var key)) return (null, $"line {i + 1}: '{fields[at[0]]}' is no person key.");
            if (!DateOnly.TryParseExact(fields[at[1]].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return (null, $"line {i + 1}: '{fields[at[1]]}' is no date (yyyy-mm-dd).");
            read.Add(string.Create(CultureInfo.InvariantCulture, $"{key}\t{day:yyyy-MM-dd}\t{Word(fields[at[2]])}\t{Word(fields[at[3]])}"));
        }
        return (string.Join('\n', read), null);
    }

    static string Word(string text) => text.Trim().Replace('\t', ' ') is { Length: > 0 } word ? word : "not told";

    /// <summary>Fields of one RFC 4180 line; line breaks inside quotes do not occur in these columns.</summary>
    static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }
        fields.Add(field.ToString());
        return fields;
    }
}
