using System.Text;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>Every output of the catalogue that lists persons, with a person of each kind: what is in the file, not what the gate said.</summary>
public class ReleasedOutputTests
{
    /// <summary>Names that occur nowhere else, one a kind; everybody has a dose, a dose that does not count, an overdue vaccine and a gap.</summary>
    static Facts People()
    {
        var facts = StarFacts.WithEachKind();
        facts.Run("""
            create table dim_measure (measure varchar, title varchar, steward varchar, version varchar, unit varchar, definition varchar, source varchar);
            insert into dim_measure values ('cis', 'Childhood', '', '1', 'plan members', '', '');
            create table msr_cis (period varchar, indicator varchar, unit_key bigint, person_key bigint, in_denominator integer, is_excluded integer, in_numerator integer, evidence_date date, exclusion_reason varchar);
            insert into msr_cis select '2026', indicator, 100 + person_key, person_key, 1, 0, 0, null, null from dim_person cross join (select unnest(['mmr', 'hpv', 'combination_2']) as indicator);
            insert into agg_measure_rate (measure, indicator, period, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate) select 'cis', indicator, '2026', 'state', 'all', 8, 0, 8, 0, 0 from (select unnest(['mmr', 'hpv']) as indicator);
            insert into identity_person (person_key, last_name, first_name, birth_date, street, city, state, zip, phone, guardian_last_name, guardian_first_name, language)
            select person_key, 'Lastname' || person_key || 'x', 'Firstname' || person_key || 'x', birth_date, 'Street' || person_key || 'x', 'Bristol', 'RI', '02809', '401555' || person_key || 'x', 'Guardian' || person_key || 'x', 'Pat', 'en' from dim_person;
            insert into dim_practice (practice_key, practice_id, practice_name, county_fips) values (10, 'P10', 'Bristol Pediatrics', '44001'), (11, 'P11', 'Kent', '44003');
            insert into dim_vaccine values ('165', 'HPV9 vaccine', 'Active'), ('03', 'MMR vaccine', 'Active');
            insert into dim_vaccine_group values ('165', 'HPV'), ('03', 'MMR');
            insert into fct_plan_enrollment (member_key, plan, product_line, from_date, person_key) select 100 + person_key, 'acme', 'Medicaid', date '2020-01-01', person_key from dim_person where person_key <> 7;
            insert into fct_dose (dose_key, person_key, admin_date, cvx, kind, is_completed, practice_key) select person_key * 10, person_key, date '2026-03-01', '165', 'administered', true, 10 from dim_person;
            insert into fct_dose (dose_key, person_key, admin_date, cvx, kind, is_completed, practice_key) select person_key * 10 + 1, person_key, date '2026-03-01', '03', 'administered', true, 10 from dim_person;
            insert into fct_dose_evaluation (dose_key, person_key, admin_date, antigen, status, reasons) select dose_key, person_key, admin_date, 'Measles', 'Not Valid', 'TooYoung' from fct_dose where cvx = '03';
            insert into fct_forecast (person_key, vaccine_group, status, earliest_date, recommended_date, past_due_date) select person_key, vaccine_group, 'Not Complete', date '2025-01-01', date '2025-02-01', date '2025-03-01' from dim_person cross join (select unnest(['MMR', 'HPV']) as vaccine_group)
            """);
        return facts;
    }

    public static TheoryData<string, string> Outputs() => new()
    {
        { "hedis_members", "" }, { "line_list", "indicator=mmr" }, { "line_list", "indicator=mmr status=all" }, { "practice", "practice=10" }, { "recall", "adults=true" }, { "recall", "adults=true output=letters" }, { "recall", "adults=true output=labels" },
        { "recall", "adults=true output=phones" },
        { "record", "person=1" }, { "record", "person=2" }, { "record", "person=3" }, { "record", "person=4" }, { "record", "person=5" }, { "record", "person=7" },
        { "school_form", "person=1" }, { "school_form", "person=2" }, { "school_form", "person=3" }, { "school_form", "person=4" }, { "school_form", "person=5" }, { "school_form", "person=7" },
    };

    static ReportRequest Request(Facts facts, Requester who, string parameters) => facts.Request(who.Role, parameters.Replace("not met", "not_met").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1])).ToArray()) with
    {
        Requester = who, Agency = Agency.Default with { RecordKey = new byte[32] }, Issued = _ => { },
    };

    /// <summary>Everything that any writer could print.</summary>
    static string Printed(ReportResult result)
    {
        if (result.Report is null) return result.Problem!;
        using var json = new MemoryStream();
        JsonWriter.Write(result.Report, json);
        return Encoding.UTF8.GetString(json.ToArray()) + result.Page;
    }

    static long[] Named(string text) => Enumerable.Range(1, 8).Select(key => (long)key).Where(key => text.Contains($"name{key}x", StringComparison.Ordinal) || text.Contains($"Street{key}x", StringComparison.Ordinal) || text.Contains($"401555{key}x", StringComparison.Ordinal)).ToArray();

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_practice_is_given_its_own_patients_and_of_them_none_that_is_protected_opted_out_or_deceased(string report, string parameters)
    {
        if (!ReportCatalogue.Find(report)!.Roles.Contains(Role.Provider)) return;
        using var facts = People();
        var text = Printed(ReportRunner.Make(report, Request(facts, new Requester("doc", Role.Provider, "care") { Practices = new HashSet<long> { 10 } }, parameters)));
        // 2 is protected, 3 opted out, 4 deceased, 7 a patient elsewhere, 8 a former patient.
        Assert.Empty(Named(text).Intersect([2, 3, 4, 7, 8]));
        if (!parameters.Contains("person=", StringComparison.Ordinal) || parameters is "person=1" or "person=5") Assert.NotEmpty(Named(text));
        var audit = Assert.Single(facts.Audit);
        Assert.Equal(report, audit.Report);
        Assert.Empty(audit.PersonKeys.Intersect([2, 3, 4, 7, 8]));
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Without_a_purpose_nobody_is_named_and_the_refusal_is_written_down(string report, string parameters)
    {
        using var facts = People();
        var result = ReportRunner.Make(report, Request(facts, new Requester("ann", Role.StateAdmin), parameters));
        Assert.Null(result.Report);
        Assert.Contains("purpose", result.Problem);
        Assert.Empty(Assert.Single(facts.Audit).PersonKeys);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void State_staff_list_nobody_who_is_protected_or_opted_out_unless_it_is_the_person_s_own_document(string report, string parameters)
    {
        using var facts = People();
        var named = Named(Printed(ReportRunner.Make(report, Request(facts, new Requester("ann", Role.StateAdmin, "work"), parameters))));
        var own = report is "record" or "school_form";
        Assert.Equal(own && parameters is not "person=4" ? [parameters[^1] - '0'] : own || report == "hedis_members" ? [] : report == "practice" ? [1L, 5, 6] : [1L, 5, 6, 7, 8], named.Where(key => report != "practice" || key is not (7 or 8)).ToArray());
        Assert.Single(facts.Audit);
    }

    [Theory]
    [InlineData("record", "person=5", Role.StateAdmin)]
    [InlineData("school_form", "person=5", Role.School)]
    [InlineData("hedis_members", "", Role.Plan)]
    [InlineData("recall", "", Role.StateAdmin)]
    [InlineData("recall", "output=letters", Role.StateAdmin)]
    [InlineData("recall", "output=phones", Role.StateAdmin)]
    public void What_a_minor_consented_to_alone_reaches_no_guardian_school_or_plan(string report, string parameters, Role role)
    {
        using var facts = People();
        // Only person 5, a minor with a confidential HPV service, is left to be listed.
        facts.Run("update dim_person set is_opted_out = true where person_key <> 5");
        var who = new Requester("x", role, "work") { Plans = new HashSet<string> { "acme" }, Roster = new HashSet<long> { 5 } };
        var result = ReportRunner.Make(report, Request(facts, who, parameters));
        Assert.Null(result.Problem);
        var text = Printed(result);
        Assert.DoesNotContain("hpv", text, StringComparison.OrdinalIgnoreCase);
        // What it is part of tells it too: all else of combination 2 is met.
        Assert.DoesNotContain("combination", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("mmr", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_report_that_lists_persons_is_among_these_outputs() =>
        Assert.Equal(ReportCatalogue.All.Where(report => report.IsPersonLevel).Select(report => report.Name), Outputs().Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));
}
