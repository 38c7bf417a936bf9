using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Reports.Hedis;

/// <summary>Member-level gaps and the doses that a plan may take over as supplemental data.</summary>
public static class HedisMembersReport
{
    public static ReportDefinition Definition { get; } = new(
        "hedis_members", "HEDIS-aligned gaps by member", "Members who miss an indicator, and the registry's doses of members as supplemental data",
        [Role.StateAdmin, Role.StateEpi, Role.Plan],
        [new("measure", "measure id", Default: "cis"), new("period", "measurement year; the newest where none is given")],
        true, Make);

    static ReportResult Make(ReportRequest request)
    {
        var measure = request.Text("measure")!;
        if (MeasureCube.PeriodOf(request, measure, out var problem) is not { } period) return ReportResult.Refused(problem!);
        var isProvisional = MeasureCube.IsProvisional(request.Facts, measure, period);
        var named = MeasureCube.Named(period, isProvisional);
        (string, DuckDbValue)[] values = [("table", $"msr_{measure}"), ("period", period)];
        var gaps = ReportSql.Rows(request.Facts, "hedis_gap", values);
        var doses = ReportSql.Rows(request.Facts, "hedis_supplemental", values);
        var plans = request.Requester.Plans;
        bool InScope(DuckDbRows rows, int i) => request.Requester.Role != Role.Plan || (rows.Get<string>(i, "plan") is { } plan && plans.Contains(plan));

        var persons = Enumerable.Range(0, gaps.Count).Select(i => gaps.Get<long?>(i, "person_key")).Concat(Enumerable.Range(0, doses.Count).Select(i => (long?)doses.Get<long>(i, "person_key")))
            .OfType<long>().Distinct().ToArray();
        var released = ReleaseGate.Pass(request, "hedis_members", persons);
        if (released.Problem is not null) return ReportResult.Refused(released.Problem);
        var hidden = ConfidentialCodes(request, released);
        var members = MemberIds(request, gaps, doses);

        // A gap in a service that the minor consented to alone would say as much as the dose, and so would a combination that holds it.
        string[] Unmet(int i)
        {
            var unmet = gaps.Get<string>(i, "indicators_unmet")!.Split(", ");
            return gaps.Get<long?>(i, "person_key") is { } key && released.Persons[key] is { Count: > 0 } confidential
                ? unmet.Where(name => !confidential.Contains(name) && !name.StartsWith("combination", StringComparison.Ordinal)).ToArray() : unmet;
        }
        var gapTable = new Table
        {
            Name = "gaps",
            Title = $"Members who miss an indicator: {RateTable.Definition(request.Facts, measure).Title}, {named}",
            Columns = [new("member_id", "Member"), new("plan", "Plan"), new("product_line", "Product line"), new("person_key", "Person key"), new("unit_key", "Unit key"), new("n_unmet", "Not met", ColumnType.Whole), new("indicators_unmet", "Indicators not met")],
            Rows = Enumerable.Range(0, gaps.Count).Where(i => InScope(gaps, i) && (gaps.Get<long?>(i, "person_key") is not { } key || released.Persons.ContainsKey(key)))
                .Select(i => (i, Unmet: Unmet(i))).Where(gap => gap.Unmet.Length > 0).Select(gap => (Cell[])
            [
                Cell.Of(members.GetValueOrDefault(gaps.Get<long>(gap.i, "unit_key"))), Cell.Of(gaps.Get<string>(gap.i, "plan")), Cell.Of(gaps.Get<string>(gap.i, "product_line")),
                Cell.Of(gaps.Get<long?>(gap.i, "person_key") is { } key ? Key(key) : null), Cell.Of(Key(gaps.Get<long>(gap.i, "unit_key"))), Cell.Of(gap.Unmet.Length), Cell.Of(string.Join("; ", gap.Unmet.Select(MeasureCube.NameOf))),
            ]).ToArray(),
            Footnotes = [.. RateTable.Notes(measure, isProvisional), "A member without a person key was not found in the registry: no dose is known."],
        };
        var doseTable = new Table
        {
            Name = "supplemental",
            Title = $"Doses of members: {RateTable.Definition(request.Facts, measure).Title}, {named}",
            Columns =
            [
                new("member_id", "Member"), new("plan", "Plan"), new("code_system", "Code system"), new("code", "Code"), new("service_date", "Date", ColumnType.Date), new("source", "Source"), new("mvx", "MVX"), new("lot", "Lot"),
                new("provider", "Provider"), new("person_key", "Person key"), new("dose_key", "Dose key"),
            ],
            Rows = Enumerable.Range(0, doses.Count).Where(i => InScope(doses, i) && released.Persons.ContainsKey(doses.Get<long>(i, "person_key")) && !hidden.Contains((doses.Get<long>(i, "person_key"), doses.Get<string>(i, "code")!))).Select(i => (Cell[])
            [
                Cell.Of(members.GetValueOrDefault(doses.Get<long>(i, "unit_key"))), Cell.Of(doses.Get<string>(i, "plan")), Cell.Of(doses.Get<string>(i, "code_system")), Cell.Of(doses.Get<string>(i, "code")), Cell.Of(doses.Get<DateOnly>(i, "service_date")),
                Cell.Of(doses.Get<string>(i, "source")), Cell.Of(doses.Get<string>(i, "mvx")), Cell.Of(doses.Get<string>(i, "lot")), Cell.Of(doses.Get<string>(i, "provider")), Cell.Of(Key(doses.Get<long>(i, "person_key"))), Cell.Of(Key(doses.Get<long>(i, "dose_key"))),
            ]).ToArray(),
            Footnotes = ["Source of record: state immunization registry. Administered: given by the site that reported it; historical: told by somebody else.", "Every completed dose of the members, whether it counts for the measure or not."],
        };
        return new Report
        {
            Name = "hedis_members",
            Title = $"Gaps by member: {RateTable.Definition(request.Facts, measure).Title}, {named}",
            Label = HedisReport.LabelOf(request, measure),
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = [("measure", measure), ("period", period)],
            Words = released.Words() is { } words ? [words] : [],
            Sections = [new Section("Gaps", gapTable) { IsPersonLevel = true }, new Section("Supplemental data", doseTable) { IsPersonLevel = true }],
            Definitions = RateTable.Definitions(RateTable.Definition(request.Facts, measure)),
        };
    }

    /// <summary>The plans' own ids of their members: what a plan finds them by.</summary>
    static Dictionary<long, string> MemberIds(ReportRequest request, params DuckDbRows[] listed)
    {
        var keys = listed.SelectMany(rows => Enumerable.Range(0, rows.Count).Where(i => rows.Get<string>(i, "plan") is not null).Select(i => rows.Get<long>(i, "unit_key"))).Distinct().ToArray();
        if (keys.Length == 0) return [];
        using var identity = request.Identity!();
        var found = ReportSql.Rows(identity, "member_id", ("members", string.Join(',', keys)));
        return Enumerable.Range(0, found.Count).ToDictionary(i => found.Get<long>(i, "member_key"), i => found.Get<string>(i, "member_id")!);
    }

    static string Key(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>Doses that a minor's confidential groups keep back, as person and CVX.</summary>
    static HashSet<(long, string)> ConfidentialCodes(ReportRequest request, Released released)
    {
        if (released.Persons.Values.All(groups => groups.Count == 0)) return [];
        var rows = ReportSql.Rows(request.Facts, "vaccine_groups");
        var codes = Enumerable.Range(0, rows.Count).Select(i => (Cvx: rows.Get<string>(i, "cvx")!, Group: rows.Get<string>(i, "vaccine_group")!)).ToArray();
        return released.Persons.SelectMany(person => codes.Where(code => person.Value.Contains(code.Group)).Select(code => (person.Key, code.Cvx))).ToHashSet();
    }
}
