using System.Globalization;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Release;

/// <summary>What left the gate.</summary>
/// <param name="Persons">Persons that may be listed, in the order asked for; each with the vaccine groups to leave out ("all" for every dose marked confidential).</param>
/// <param name="Withheld">Persons held back that the output may speak of, by reason. Protected persons are not among them.</param>
/// <param name="Problem">Why nothing is released; null when the gate let the request in.</param>
public sealed record Released(IReadOnlyDictionary<long, IReadOnlySet<string>> Persons, IReadOnlyDictionary<string, int> Withheld, string? Problem)
{
    /// <summary>"3 persons are not listed: 2 opted out, 1 deceased.", or null.</summary>
    public string? Words() => Withheld.Count == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Count(Withheld.Values.Sum())} not listed: {string.Join(", ", Withheld.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Value} {p.Key}"))}.");

    /// <summary>"1 person is", "3 persons are".</summary>
    internal static string Count(int persons) => persons == 1 ? "1 person is" : string.Create(CultureInfo.InvariantCulture, $"{persons:N0} persons are");
}

/// <summary>The one gate that every person-level output passes: role, scope, consent, protection, minors' confidential services, vital status. Writes the audit row.</summary>
public static class ReleaseGate
{
    const int AdultAge = 18;

    /// <summary>Which of the persons may be listed to this requester today.</summary>
    /// <param name="report">Catalogue name of the output, for the audit row.</param>
    /// <param name="persons">Person keys; their order is kept.</param>
    /// <param name="everybody">Who else the run will ask for: what the gate must know is then read once for all of them, and decided for each report by itself.</param>
    /// <exception cref="InvalidOperationException">There is no audit log to write to: nothing may leave unrecorded.</exception>
    public static Released Pass(ReportRequest request, string report, IReadOnlyList<long> persons, IEnumerable<long>? everybody = null)
    {
        var audit = request.Audit ?? throw new InvalidOperationException($"Releasing personal data for '{report}': no audit log was given, so nothing is released. Pass ReportRequest.Audit.");
        var who = request.Requester;
        var now = request.Time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var withheld = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var told = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var released = new Dictionary<long, IReadOnlySet<string>>();
        var problem = who.Role == Role.Public ? "Personal data is not released to the public."
            : string.IsNullOrWhiteSpace(who.Purpose) ? "Personal data is released only with a purpose: say what it is for." : null;

        if (problem is null && persons.Count > 0)
        {
            var facts = request.Run is { } run && everybody is not null
                ? run.Once($"release_person {report}", [("day", today)], () => Read(request, everybody.Concat(persons).Distinct().ToArray(), today))
                : Read(request, persons, today);
            foreach (var key in persons)
            {
                var person = facts[key];
                var (reason, isTold) = Refusal(request.Policy, who, person);
                if (reason is null) released[key] = Confidential(request.Policy, who, person, today);
                else
                {
                    withheld[reason] = withheld.GetValueOrDefault(reason) + 1;
                    if (isTold) told[reason] = told.GetValueOrDefault(reason) + 1;
                }
            }
        }
        audit(new AuditRow(now, who.Account, who.Role, who.Purpose, who.Recipient ?? who.Account, report,
            string.Join(' ', request.Parameters.Select(p => $"{p.Key}={p.Value}")), BuildInfo.Provenance(request.Facts, request.Time).BuildId,
            released.Keys.ToArray(), withheld, problem ?? "released"));
        return new(released, told, problem);
    }

    sealed record Known(long Key, DateOnly? Born, bool? IsDeceased, bool IsProtected, bool IsOptedOut, string? County, string Practices, string Plans, string Confidential);

    static Dictionary<long, Known> Read(ReportRequest request, IReadOnlyList<long> persons, DateOnly today)
    {
        var rows = ReportSql.Rows(request.Facts, "release_person", ("persons", string.Join(',', persons)), ("day", today));
        return Enumerable.Range(0, rows.Count).Select(i => new Known(
            rows.Get<long>(i, "person_key"), rows.Get<DateOnly?>(i, "birth_date"), rows.Get<bool?>(i, "is_deceased"), rows.Get<bool?>(i, "is_protected") ?? false,
            rows.Get<bool?>(i, "is_opted_out") ?? false, rows.Get<string>(i, "county_fips"), rows.Get<string>(i, "practices")!, rows.Get<string>(i, "plans")!, rows.Get<string>(i, "confidential")!))
            .ToDictionary(known => known.Key);
    }

    /// <summary>Scope first: to someone outside it, not even the reason of a protected person is told.</summary>
    static (string? Reason, bool IsTold) Refusal(ReleasePolicy policy, Requester who, Known person)
    {
        if (person.IsDeceased is null) return ("not in the registry", true);
        if (!InScope(who, person)) return ("outside your scope", true);
        // The person's own record is the person's own: protection and opting out bind everybody else.
        var own = who.IsForThePerson && who.Role is Role.StateAdmin or Role.StateEpi;
        if (person.IsProtected && !own && policy.Protected != Handling.Share) return ("protected", policy.Protected == Handling.CountOnly);
        if (person.IsOptedOut && !own && policy.OptedOut != Handling.Share) return ("opted out", policy.OptedOut == Handling.CountOnly);
        if (person.IsDeceased == true && policy.Deceased != Handling.Share) return ("deceased", policy.Deceased == Handling.CountOnly);
        return (null, false);
    }

    static bool InScope(Requester who, Known person) => who.Role switch
    {
        Role.StateAdmin or Role.StateEpi => true,
        Role.LocalHealth => person.County is { } county && who.Counties.Contains(county),
        Role.Provider => person.Practices.Split(',', StringSplitOptions.RemoveEmptyEntries).Any(key => who.Practices.Contains(long.Parse(key, CultureInfo.InvariantCulture))),
        Role.Plan => person.Plans.Split(',', StringSplitOptions.RemoveEmptyEntries).Any(who.Plans.Contains),
        Role.School => who.Roster.Contains(person.Key),
        _ => false,
    };

    /// <summary>Services a minor consented to alone are withheld from guardians, schools and plans until the person is of age.</summary>
    static IReadOnlySet<string> Confidential(ReleasePolicy policy, Requester who, Known person, DateOnly today)
    {
        if (person.Confidential.Length == 0 || (who.Role is not (Role.School or Role.Plan) && !who.IsForThePerson && !who.ReachesGuardians)) return new HashSet<string>();
        if (person.Born is { } born && today >= CqlCalendar.Birthday(born, AdultAge)) return new HashSet<string>();
        return person.Confidential.Split(',').SelectMany(value => value is "" or "all" or "true" ? policy.ConfidentialGroups : [value]).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
