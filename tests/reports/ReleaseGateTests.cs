using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>A person of each kind before the gate: 1 plain, 2 protected, 3 opted out, 4 deceased, 5 minor with confidential HPV, 6 adult with a past confidential service, 7 of another county and practice, 8 with a former practice.</summary>
public class ReleaseGateTests
{
    static readonly long[] All = [1, 2, 3, 4, 5, 6, 7, 8, 99];

    static Released Pass(Facts facts, Requester who, ReleasePolicy? policy = null) =>
        ReleaseGate.Pass(facts.Request() with { Requester = who, Policy = policy ?? ReleasePolicy.Default }, "test", All);

    [Fact]
    public void State_staff_list_everyone_but_the_protected_the_opted_out_and_the_deceased()
    {
        using var facts = StarFacts.WithEachKind();
        var released = Pass(facts, new("ann", Role.StateAdmin, "recall"));
        Assert.Equal([1, 5, 6, 7, 8], released.Persons.Keys);
        Assert.Equal("3 persons are not listed: 1 deceased, 1 not in the registry, 1 opted out.", released.Words());
    }

    [Fact]
    public void A_practice_lists_its_own_active_patients()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Equal([1, 5, 6], Pass(facts, new("doc", Role.Provider, "recall") { Practices = new HashSet<long> { 10 } }).Persons.Keys);
    }

    [Fact]
    public void A_local_health_department_lists_its_counties()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Equal([7], Pass(facts, new("nurse", Role.LocalHealth, "recall") { Counties = new HashSet<string> { "44003" } }).Persons.Keys);
    }

    [Fact]
    public void A_plan_lists_its_members_of_today()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Equal([1], Pass(facts, new("plan", Role.Plan, "hedis") { Plans = new HashSet<string> { "acme" } }).Persons.Keys);
    }

    [Fact]
    public void A_school_lists_its_roster()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Equal([5], Pass(facts, new("school", Role.School, "entry") { Roster = new HashSet<long> { 4, 5 } }).Persons.Keys);
    }

    [Fact]
    public void The_public_and_those_who_give_no_purpose_get_nothing()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Empty(Pass(facts, new("anyone", Role.Public, "curiosity")).Persons);
        var refused = Pass(facts, new("ann", Role.StateAdmin));
        Assert.Empty(refused.Persons);
        Assert.Contains("purpose", refused.Problem);
    }

    [Fact]
    public void A_protected_person_is_not_even_counted_among_those_held_back_but_the_audit_knows()
    {
        using var facts = StarFacts.WithEachKind();
        var released = Pass(facts, new("ann", Role.StateAdmin, "recall"));
        Assert.DoesNotContain("protected", released.Withheld.Keys);
        Assert.Equal(1, facts.Audit.Single().Withheld["protected"]);
    }

    [Fact]
    public void A_minor_s_confidential_services_are_kept_from_guardian_school_and_plan_but_not_from_the_practice()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Equal(["HPV"], Pass(facts, new("ann", Role.StateAdmin, "record") { IsForThePerson = true }).Persons[5]);
        Assert.Equal(["HPV"], Pass(facts, new("school", Role.School, "entry") { Roster = new HashSet<long> { 5 } }).Persons[5]);
        Assert.Empty(Pass(facts, new("doc", Role.Provider, "care") { Practices = new HashSet<long> { 10 } }).Persons[5]);
        Assert.Empty(Pass(facts, new("ann", Role.StateAdmin, "record") { IsForThePerson = true }).Persons[6]);
    }

    [Fact]
    public void The_person_s_own_record_is_issued_in_spite_of_protection_and_opting_out()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Equal([1, 2, 3, 5, 6, 7, 8], Pass(facts, new("ann", Role.StateAdmin, "record") { IsForThePerson = true }).Persons.Keys);
    }

    [Fact]
    public void Only_state_staff_may_issue_past_protection()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.DoesNotContain(2L, Pass(facts, new("doc", Role.Provider, "record") { Practices = new HashSet<long> { 10 }, IsForThePerson = true }).Persons.Keys);
    }

    [Fact]
    public void A_jurisdiction_s_policy_decides()
    {
        using var facts = StarFacts.WithEachKind();
        var open = new ReleasePolicy { Protected = Handling.Share, OptedOut = Handling.Share, Deceased = Handling.Share };
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Pass(facts, new("ann", Role.StateAdmin, "recall"), open).Persons.Keys);
    }

    [Fact]
    public void Every_release_and_every_refusal_is_one_audit_row_with_keys_and_no_names()
    {
        using var facts = StarFacts.WithEachKind();
        Pass(facts, new("ann", Role.StateAdmin, "recall", "Kent County"));
        Pass(facts, new("anyone", Role.Public));
        Assert.Equal(2, facts.Audit.Count);
        var row = facts.Audit[0];
        Assert.Equal(("ann", "recall", "Kent County", "test", "20261122T060000Z-abc123", "released"), (row.Account, row.Purpose, row.Recipient, row.Report, row.BuildId, row.Outcome));
        Assert.Equal([1, 5, 6, 7, 8], row.PersonKeys);
        Assert.Empty(facts.Audit[1].PersonKeys);
    }

    [Fact]
    public void Without_an_audit_log_nothing_leaves()
    {
        using var facts = StarFacts.WithEachKind();
        Assert.Throws<InvalidOperationException>(() => ReleaseGate.Pass(facts.Request() with { Audit = null }, "test", [1]));
    }
}
