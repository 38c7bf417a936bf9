using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Recall;

/// <summary>Reminder and recall: who is due, as a working list with a contact log to fill in, letters, labels or a phone list.</summary>
public static class RecallReport
{
    public static ReportDefinition Definition { get; } = new(
        "recall", "Reminder and recall", "Persons due or overdue: working list, letters, address labels, or phone and message list",
        ReportDefinition.StaffAndProviders,
        [
            new("kind", "overdue or due soon", Default: "recall", Choices: ["recall", "reminder"]),
            new("output", "what to make", Default: "list", Choices: ["list", "letters", "labels", "phones"]),
            new("vaccine_group", "only this vaccine group"),
            new("practice", "practice key", ParameterType.Whole),
            new("county", "county FIPS"),
            new("age_from", "youngest age, whole months", ParameterType.Whole),
            new("age_to", "oldest age, whole months", ParameterType.Whole),
            new("adults", "persons of 19 years and more as well", ParameterType.Flag, Default: "false"),
            new("shared_decisions", "vaccines of shared clinical decision as well", ParameterType.Flag, Default: "false"),
            new("days", "a reminder looks this many days ahead", ParameterType.Whole, Default: "30"),
            new("skip_days", "leave out who was contacted in so many days before, by the contact log", ParameterType.Whole, Default: "30"),
            new("skip_outcomes", "leave out whose last contact ended so; names by commas", Default: "refused,moved"),
            new("language", "language of letters; auto takes each person's own", Default: "auto", Choices: ["auto", "en", "es"]),
        ], true, Make);

    internal static readonly Column[] ListColumns =
    [
        new("person_key", "Person key"), new("last_name", "Last name"), new("first_name", "First name"), new("birth_date", "Born", ColumnType.Date), new("guardian", "Parent or guardian"),
        new("street", "Street"), new("city", "City"), new("state", "State"), new("zip", "ZIP"), new("phone", "Phone"), new("email", "E-mail"), new("language", "Language"),
        new("practice", "Practice"), new("vaccines_due", "Vaccines due"), new("n_due", "Number due", ColumnType.Whole), new("since", "Due since", ColumnType.Date),
        new("contacted_on", "Contacted on", ColumnType.Date), new("method", "Method"), new("outcome", "Outcome"),
    ];

    static ReportResult Make(ReportRequest request)
    {
        var provenance = BuildInfo.Provenance(request.Facts, request.Time);
        var day = provenance.AsOf ?? DateOnly.FromDateTime(request.Time.GetUtcNow().UtcDateTime);
        var persons = Persons(request, day, out var released, out var skipped, out var unsaid);
        if (released.Problem is not null) return ReportResult.Refused(released.Problem);

        var kind = request.Text("kind")!;
        var title = kind == "recall" ? $"Recall: overdue on {day:yyyy-MM-dd}" : $"Reminder: due on {day:yyyy-MM-dd} or within {request.Whole("days")} days, and not overdue";
        var output = request.Text("output")!;
        var phones = output == "phones";
        var table = phones ? Phones(persons, title) : List(persons, title);
        var words = new List<string>();
        if (released.Words() is { } withheld) words.Add(withheld);
        if (persons.Count + unsaid < released.Persons.Count) words.Add($"{Released.Count(released.Persons.Count - persons.Count - unsaid)} not listed for want of a name on file.");
        if (skipped > 0) words.Add($"{Released.Count(skipped)} left out for a contact in the last {request.Whole("skip_days")} days, or for the outcome of the last one.");
        string? page = null;
        if (output is "letters" or "labels")
        {
            var reachable = persons.Where(person => person.HasAddress).ToArray();
            if (reachable.Length < persons.Count) words.Add($"{Released.Count(persons.Count - reachable.Length)} without a full address: on the list, but no letter is made.");
            (page, var problem) = output == "labels" ? (RecallPages.Labels(reachable), null) : RecallPages.Letters(reachable, request, kind, day);
            if (problem is not null) return ReportResult.Refused(problem);
        }
        return new ReportResult(new Report
        {
            Name = "recall",
            Title = title,
            Label = "Personal data: for the purpose given only",
            Provenance = provenance,
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Words = words,
            Sections = [new Section(phones ? "Phones" : "Persons", table) { IsPersonLevel = true }],
            Definitions =
            [
                new("Overdue", "The past-due date of the forecast for a vaccine group is on or before the as-of date."),
                new("Not listed", "Persons who have died, opted out of the registry or of reminders, live out of the jurisdiction, or were sent as many reminders as the program allows."),
                new("Contacted on, method, outcome", "To be filled in; the file then tells, as `recall_effect`, who came."),
            ],
        }, null) { Page = page };
    }

    static List<RecallPerson> Persons(ReportRequest request, DateOnly day, out Released released, out int skipped, out int unsaid)
    {
        var due = Due(request, day, request.Text("kind")!);
        var keys = Enumerable.Range(0, due.Count).Select(i => due.Get<long>(i, "person_key")).ToArray();
        var done = Skipped(request, day);
        skipped = keys.Count(done.Contains);
        // Letters, telephone calls and messages all reach a guardian, and so does the list they are worked from.
        var forGuardians = request with { Requester = request.Requester with { ReachesGuardians = true } };
        released = ReleaseGate.Pass(forGuardians, "recall", keys.Where(key => !done.Contains(key)).ToArray(), DueInRun(request, day, request.Text("kind")!));
        var contacts = new Dictionary<long, int>();
        DuckDbRows? identity = null;
        if (released.Persons.Count > 0)
        {
            using var connection = request.Identity!();
            identity = ReportSql.Rows(connection, "identity_contact", ("persons", string.Join(',', released.Persons.Keys)));
            for (var i = 0; i < identity.Count; i++) contacts[identity.Get<long>(i, "person_key")] = i;
        }
        var persons = new List<RecallPerson>();
        unsaid = 0;
        for (var i = 0; i < due.Count; i++)
            if (released.Persons.TryGetValue(keys[i], out var confidential) && contacts.TryGetValue(keys[i], out var at) && RecallPerson.Of(due, i, identity!, at).Without(confidential) is { } person)
                persons.Add(person);
            else if (confidential is not null && contacts.ContainsKey(keys[i])) unsaid++;
        // In the order of what is left, so that the place of a line does not tell of a group that is not named.
        return persons.OrderByDescending(person => person.NumberDue).ThenBy(person => person.Since ?? DateOnly.MaxValue).ThenBy(person => person.Key).ToList();
    }

    /// <summary>Who is overdue, due or soon due: the list before the release gate.</summary>
    internal static RowsAt Due(ReportRequest request, DateOnly day, string kind) => request.Whole("practice") is { } practice
        ? PracticeSql.Rows(request, "recall_person", practice, Asked(request, day, kind))
        : RowsAt.All(ReportSql.Rows(request.Facts, "recall_person", [("practice", DuckDbValue.Null), .. Asked(request, day, kind)]));

    /// <summary>Everybody on the lists of a run, for the gate to read about at once; null for a list by itself.</summary>
    internal static IEnumerable<long>? DueInRun(ReportRequest request, DateOnly day, string kind) =>
        request.Run is { } run && request.Whole("practice") is not null ? PracticeSql.Keys(request, run, "recall_person", "person_key", Asked(request, day, kind)) : null;

    static (string Name, DuckDbValue Value)[] Asked(ReportRequest request, DateOnly day, string kind) =>
    [
        ("each_practice", request.Run is not null && request.Whole("practice") is not null),
        ("kind", kind), ("day", day), ("days", request.Whole("days") ?? 0), ("vaccine_group", request.Text("vaccine_group")), ("county", request.Text("county")),
        ("age_from", request.Whole("age_from")), ("age_to", request.Whole("age_to")), ("with_adults", request.Text("adults") == "true"), ("with_shared", request.Text("shared_decisions") == "true"),
    ];

    /// <summary>Who need not be reached again yet: contacted a short while ago, or the last contact settled it.</summary>
    static HashSet<long> Skipped(ReportRequest request, DateOnly day)
    {
        var settled = (request.Text("skip_outcomes") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var since = day.AddDays(-(int)request.Whole("skip_days")!.Value);
        return (request.Contacts ?? []).Where(contact => contact.On <= day).GroupBy(contact => contact.PersonKey)
            .Where(person => person.MaxBy(contact => contact.On) is { } last && (last.On > since || settled.Contains(last.Outcome)))
            .Select(person => person.Key).ToHashSet();
    }

    static Table List(List<RecallPerson> persons, string title) => new()
    {
        Name = "recall", Title = title, Columns = ListColumns, Rows = persons.Select(person => person.Row()).ToArray(),
    };

    static Table Phones(List<RecallPerson> persons, string title) => new()
    {
        Name = "phones",
        Title = title,
        Columns = [new("person_key", "Person key"), new("phone", "Phone"), new("email", "E-mail"), new("language", "Language"), new("guardian", "Parent or guardian"), new("first_name", "First name"), new("vaccines_due", "Vaccines due"), new("practice", "Practice")],
        Rows = persons.Where(person => person.Phone.Length > 0 || person.Email.Length > 0).Select(person => (Cell[])
        [
            Cell.Of(person.Key.ToString(CultureInfo.InvariantCulture)), Cell.Of(person.Phone), Cell.Of(person.Email), Cell.Of(person.Language),
            Cell.Of(person.Guardian), Cell.Of(person.FirstName), Cell.Of(person.Due), Cell.Of(person.Practice),
        ]).ToArray(),
    };
}
