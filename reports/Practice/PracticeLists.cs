using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Recall;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Practice;

/// <summary>The lists by patient of a practice report, after the release gate.</summary>
static class PracticeLists
{
    public static (Table Patients, Table Invalid, string? Withheld, string? Problem) Read(ReportRequest request, long practice, DateOnly day)
    {
        var due = RecallReport.Due(request, day, "recall");
        var doses = PracticeSql.Rows(request, "practice_invalid", practice, ("day", day));
        var dueKeys = Enumerable.Range(0, due.Count).Select(i => due.Get<long>(i, "person_key")).ToArray();
        var doseKeys = Enumerable.Range(0, doses.Count).Select(i => doses.Get<long>(i, "person_key")).ToArray();
        var names = new Dictionary<long, string>();
        var isNamed = request.Text("names") == "true";
        string? withheld = null;
        if (isNamed)
        {
            var released = ReleaseGate.Pass(request, "practice", dueKeys.Concat(doseKeys).Distinct().ToArray(),
                request.Run is { } run ? RecallReport.DueInRun(request, day, "recall")!.Concat(PracticeSql.Keys(request, run, "practice_invalid", "person_key", ("day", day))) : null);
            if (released.Problem is not null) return (null!, null!, null, released.Problem);
            withheld = released.Words();
            if (released.Persons.Count > 0)
            {
                using var identity = request.Identity!();
                var found = ReportSql.Rows(identity, "identity_contact", ("persons", string.Join(',', released.Persons.Keys)));
                for (var i = 0; i < found.Count; i++) names[found.Get<long>(i, "person_key")] = $"{found.Get<string>(i, "last_name")}, {found.Get<string>(i, "first_name")}";
            }
            // Without a name on file a released person is still listed, by key.
            foreach (var key in released.Persons.Keys) names.TryAdd(key, key.ToString(CultureInfo.InvariantCulture));
        }
        return (new Table
        {
            Name = "patients",
            Title = "Patients with overdue vaccines, as in a recall",
            Columns = [new("name", "Patient"), new("birth_date", "Born", ColumnType.Date), new("n_due", "Overdue", ColumnType.Whole), new("vaccines_due", "Vaccines"), new("since_date", "Overdue since", ColumnType.Date)],
            Rows = Enumerable.Range(0, due.Count).Where(i => names.ContainsKey(dueKeys[i])).Select(i => (Cell[])
                [Cell.Of(names[dueKeys[i]]), Cell.Of(due.Get<DateOnly?>(i, "birth_date")), Cell.Of(due.Get<long>(i, "n_due")), Cell.Of(due.Get<string>(i, "vaccines_due")), Cell.Of(due.Get<DateOnly?>(i, "since_date"))]).ToArray(),
        }, new Table
        {
            Name = "invalid_doses",
            Title = "Doses given here in the last year that do not count",
            Columns = [new("name", "Patient"), new("admin_date", "Given", ColumnType.Date), new("vaccine", "Vaccine"), new("antigens", "Not valid for"), new("reasons", "Why"), new("antigens_open", "Not repeated for")],
            Rows = Enumerable.Range(0, doses.Count).Where(i => !isNamed || names.ContainsKey(doseKeys[i])).Select(i => (Cell[])
                [Cell.Of(names.GetValueOrDefault(doseKeys[i])), Cell.Of(doses.Get<DateOnly>(i, "admin_date")), Cell.Of(doses.Get<string>(i, "vaccine")), Cell.Of(doses.Get<string>(i, "antigens")), Cell.Of(ReasonWords.In(doses.Get<string>(i, "reasons"))), Cell.Of(doses.Get<string>(i, "antigens_open"))]).ToArray(),
        }, withheld, null);
    }

    /// <summary>Invalid doses counted by vaccine and reason.</summary>
    public static Table Reasons(Table invalid) => new()
    {
        Name = "invalid_reasons",
        Title = "Doses given here in the last year that do not count, by vaccine and reason",
        Columns = [new("vaccine", "Vaccine"), new("reasons", "Why"), new("n", "Doses", ColumnType.Whole, DataBar: true), new("n_open", "Not repeated", ColumnType.Whole, Term: "Not repeated")],
        Rows = invalid.List().GroupBy(row => (row[2].ToString(), row[4].ToString())).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => (Cell[])[Cell.Of(group.Key.Item1), Cell.Of(group.Key.Item2), Cell.Of(group.Count()), Cell.Of(group.Count(row => row[5].State == CellState.Text))]).ToArray(),
    };
}
