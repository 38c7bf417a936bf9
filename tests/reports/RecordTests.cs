using System.Text;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Recall;
using RegistryAnalytics.Reports.Records;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

public class RecordTests
{
    static readonly byte[] Secret = Encoding.UTF8.GetBytes("a secret of at least thirty-two bytes");

    static Facts People()
    {
        var facts = StarFacts.WithEachKind();
        facts.Run("""
            insert into identity_person (person_key, last_name, first_name, birth_date, street, city, state, zip, phone, email, guardian_last_name, guardian_first_name, language) values
                (1, 'O''Neil', '=Ana & <b>', date '2024-05-01', '1 Main St', 'Bristol', 'RI', '02809', '4015550001', 'a@example.org', 'O''Neil', 'Pat', 'en'),
                (5, 'Rivera', 'Luz', date '2010-05-01', '2 Elm St', 'Bristol', 'RI', '02809', '', '', 'Rivera', 'José', 'es'),
                (2, 'Hidden', 'Person', date '2024-05-01', '3 Oak St', 'Bristol', 'RI', '02809', '4015550002', '', '', '', 'en'),
                (8, 'Nowhere', 'Sam', date '2024-05-01', '', '', 'RI', '', '4015550008', '', '', '', 'en');
            insert into dim_vaccine values ('08', 'Hep B, adolescent or pediatric', 'Active'), ('165', 'HPV9', 'Active');
            insert into dim_vaccine_group values ('08', 'HepB'), ('165', 'HPV'), ('03', 'MMR');
            insert into dim_practice (practice_key, practice_name) values (10, 'Bristol Pediatrics');
            insert into fct_dose (dose_key, person_key, admin_date, cvx, lot, kind, is_completed, practice_key) values
                (100, 1, date '2024-05-02', '08', 'L1', 'administered', true, 10), (101, 1, date '2025-03-01', '03', null, 'historical', true, null), (102, 1, date '2025-06-01', '03', null, 'refusal', false, null),
                (500, 5, date '2024-06-01', '165', null, 'administered', true, 10), (501, 5, date '2011-06-01', '03', null, 'administered', true, 10);
            insert into fct_dose_evaluation (dose_key, person_key, antigen, status, reasons) values
                (100, 1, 'HepB', 'Valid', ''), (101, 1, 'Measles', 'Not Valid', 'TooYoung'), (101, 1, 'Mumps', 'Not Valid', 'TooYoung');
            insert into fct_observation (observation_key, person_key, kind, code, value_text, observed_date) values (1, 1, 'immunity', 'x', 'Varicella disease history', date '2025-01-01');
            insert into fct_forecast (person_key, vaccine_group, status, dose_number, recommended_date, past_due_date) values
                (1, 'MMR', 'Not Complete', 1, date '2025-05-01', date '2025-09-01'), (1, 'HepB', 'Complete', null, null, null), (2, 'MMR', 'Not Complete', 1, date '2025-05-01', date '2025-09-01'),
                (5, 'HPV', 'Not Complete', 2, date '2024-12-01', date '2025-12-01'), (5, 'MMR', 'Not Complete', 2, date '2024-12-01', date '2025-12-01'), (8, 'MMR', 'Not Complete', 1, date '2025-05-01', date '2025-09-01'), (4, 'MMR', 'Not Complete', 1, date '2025-05-01', date '2025-09-01'),
                (6, 'Influenza', 'Not Complete', 1, date '2026-11-10', null)
            """);
        return facts;
    }

    static ReportRequest Request(Facts facts, long person, List<IssuedDocument> issued, string language = "en") =>
        facts.Request(Role.StateAdmin, ("person", person.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("language", language)) with
        {
            Agency = new Agency("Ocean State Registry", "3 Capitol Hill", "401-555-0100", "https://registry.example.gov", Secret),
            Issued = issued.Add,
        };

    [Fact]
    public void A_record_tells_each_dose_s_standing_in_words_history_forecast_and_who_issued_it()
    {
        using var facts = People();
        var issued = new List<IssuedDocument>();
        var result = ReportRunner.Make("record", Request(facts, 1, issued));
        Assert.Null(result.Problem);
        var doses = result.Report!.Sections[0].Table.List();
        Assert.Equal(["2024-05-02", "1 day", "Hep B, adolescent or pediatric", "08", "", "L1", "Bristol Pediatrics", "given there", "valid"], doses[0].Select(cell => cell.ToString()));
        Assert.Equal("not valid: too young", doses[1][8].AsText());
        Assert.Equal(2, doses.Count);
        Assert.Equal(["immunity", "refusal"], result.Report.Sections[1].Table.List().Select(row => row[0].AsText()));
        Assert.Equal("MMR", result.Report.Sections[2].Table.List()[0][0].AsText());
        Assert.Contains("Valid only if issued by Ocean State Registry", result.Page);
        Assert.Contains("=Ana &amp; &lt;b&gt;", result.Page);
        Assert.DoesNotContain("{{", result.Page);
    }

    [Fact]
    public void Every_issue_is_in_the_log_and_its_code_can_be_checked()
    {
        using var facts = People();
        var issued = new List<IssuedDocument>();
        var page = ReportRunner.Make("record", Request(facts, 1, issued)).Page!;
        var document = Assert.Single(issued);
        Assert.Contains(document.Code, page);
        Assert.Equal(("record", 1L, "tester", 64), (document.Kind, document.PersonKey, document.Account, document.Digest.Length));
        Assert.True(VerificationCode.IsGenuine(Secret, document.Code.ToLowerInvariant().Replace("-", " ")));
        Assert.Equal(document.Code, VerificationCode.Normal(document.Code.Replace('0', 'o')));
        Assert.Single(facts.Audit);
    }

    [Fact]
    public void A_made_up_or_altered_code_is_not_genuine()
    {
        var code = VerificationCode.Make(Secret, "issue 1");
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == '-') continue;
            var altered = code[..i] + (code[i] == 'A' ? 'B' : 'A') + code[(i + 1)..];
            Assert.False(VerificationCode.IsGenuine(Secret, altered));
        }
        Assert.False(VerificationCode.IsGenuine(Secret, "not a code"));
        Assert.False(VerificationCode.IsGenuine(Encoding.UTF8.GetBytes("another secret of thirty-two bytes!"), code));
        Assert.Throws<ArgumentException>(() => VerificationCode.Make([1, 2, 3], "x"));
    }

    [Fact]
    public void A_minor_s_confidential_dose_is_on_no_paper_for_the_guardian()
    {
        using var facts = People();
        var result = ReportRunner.Make("record", Request(facts, 5, [], "es"));
        Assert.Equal(["03"], result.Report!.Sections[0].Table.List().Select(row => row[3].AsText()));
        Assert.Equal(["MMR"], result.Report.Sections[2].Table.List().Select(row => row[0].AsText()));
        Assert.DoesNotContain("HPV", result.Page);
        Assert.Contains("Registro oficial de vacunación", result.Page);
        Assert.Contains("lang=\"es\"", result.Page);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("school_form")]
    public void A_minor_s_confidential_service_is_not_told_by_a_refusal_a_reaction_or_a_condition(string document)
    {
        using var facts = People();
        facts.Run("""
            insert into fct_dose (dose_key, person_key, admin_date, cvx, kind, is_completed) values (502, 5, date '2025-02-01', '165', 'refusal', false), (503, 5, date '2025-02-01', '03', 'refusal', false);
            insert into fct_observation (observation_key, person_key, dose_key, kind, code, value_text, observed_date) values
                (11, 5, 500, 'contraindication', 'x', 'told with the confidential dose', date '2025-02-01'), (12, 5, null, 'indication', 'x', 'pregnancy', date '2025-02-01'),
                (13, 5, null, 'reaction', 'x', 'fever after the vaccine', date '2025-02-01'), (14, 5, null, 'immunity', 'x', 'Measles immunity', date '2025-02-01')
            """);
        var made = ReportRunner.Make(document, Request(facts, 5, []));
        Assert.Equal(["immunity Measles immunity", "refusal CVX 03"], made.Report!.Sections[1].Table.List().Select(row => $"{row[0]} {row[1]}"));
        foreach (var secret in new[] { "HPV", "confidential dose", "pregnancy", "fever" }) Assert.DoesNotContain(secret, made.Page);
    }

    [Fact]
    public void A_school_form_tells_no_condition_of_any_child_and_the_person_s_own_record_does()
    {
        using var facts = People();
        facts.Run("insert into fct_observation (observation_key, person_key, kind, code, value_text, observed_date) values (12, 1, 'indication', 'x', 'HIV infection', date '2025-02-01')");
        Assert.DoesNotContain("HIV", ReportRunner.Make("school_form", Request(facts, 1, [])).Page);
        Assert.Contains("HIV infection", ReportRunner.Make("record", Request(facts, 1, [])).Page);
    }

    [Fact]
    public void A_recall_list_neither_dates_nor_sorts_a_person_by_a_group_that_it_does_not_name()
    {
        using var facts = People();
        facts.Run("""
            update fct_forecast set past_due_date = date '2025-01-15' where person_key = 5 and vaccine_group = 'HPV';
            update dim_person set is_opted_out = person_key not in (1, 5)
            """);
        var rows = ReportRunner.Make("recall", facts.Request()).Report!.Sections[0].Table.List();
        // Person 5 has two groups overdue, the other person one since an earlier day than the one that is named.
        Assert.Equal([("1", "2025-09-01"), ("5", "2025-12-01")], rows.Select(row => (row[0].ToString(), row[15].ToString())));
    }

    [Fact]
    public void No_record_is_issued_for_the_deceased_the_unknown_or_without_a_log()
    {
        using var facts = People();
        Assert.Contains("deceased", ReportRunner.Make("record", Request(facts, 4, [])).Problem);
        Assert.Contains("not in the registry", ReportRunner.Make("record", Request(facts, 99, [])).Problem);
        Assert.Contains("log of issues", ReportRunner.Make("record", Request(facts, 1, []) with { Issued = null }).Problem);
    }

    [Fact]
    public void A_school_form_is_filled_from_its_template_and_a_jurisdiction_may_bring_its_own()
    {
        using var facts = People();
        Assert.Contains("School and Child-Care Immunization Certificate", ReportRunner.Make("school_form", Request(facts, 1, [])).Page);
        var folder = Directory.CreateTempSubdirectory("templates-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "school-form.en.html"), "<h1>Form 896</h1>{{person_name}}{{doses}}");
            var request = Request(facts, 1, []);
            Assert.Contains("Form 896", ReportRunner.Make("school_form", request with { Agency = request.Agency with { Templates = folder } }).Page);
            File.WriteAllText(Path.Combine(folder, "school-form.en.html"), "{{shoe_size}}");
            Assert.Contains("asks for {{shoe_size}}", ReportRunner.Make("school_form", request with { Agency = request.Agency with { Templates = folder } }).Problem);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_recall_lists_who_is_overdue_and_tells_who_is_held_back()
    {
        using var facts = People();
        var report = ReportRunner.Make("recall", facts.Request()).Report!;
        Assert.Equal(["1", "8", "5"], report.Sections[0].Table.List().Select(row => row[0].AsText()));
        Assert.Equal("1 person is not listed: 1 deceased.", report.Words[0]);
        // What person 5 consented to alone is not named to those who answer the telephone at home.
        Assert.Equal("MMR", report.Sections[0].Table.List()[0][report.Sections[0].Table.IndexOf("vaccines_due")].AsText());
        WorkbookAssert.Write(report);
        var reminder = ReportRunner.Make("recall", facts.Request(Role.StateAdmin, ("kind", "reminder"), ("adults", "true"))).Report!;
        Assert.Empty(reminder.Sections[0].Table.List());
        Assert.Equal("1 person is not listed for want of a name on file.", Assert.Single(reminder.Words));
    }

    [Fact]
    public void Letters_speak_the_family_s_language_and_only_go_to_full_addresses()
    {
        using var facts = People();
        var result = ReportRunner.Make("recall", facts.Request(Role.StateAdmin, ("output", "letters")));
        Assert.Equal(2, result.Page!.Split("<article").Length - 1);
        Assert.Contains("Estimado padre, madre o tutor de Luz", result.Page);
        Assert.Contains("Dear parent or guardian of =Ana &amp; &lt;b&gt;", result.Page);
        Assert.Contains("1 person is without a full address", result.Report!.Words[1]);
        Assert.Contains("1 Main St", ReportRunner.Make("recall", facts.Request(Role.StateAdmin, ("output", "labels"))).Page);
        Assert.Equal(["4015550001", "4015550008"], ReportRunner.Make("recall", facts.Request(Role.StateAdmin, ("output", "phones"))).Report!.Sections[0].Table.List().Select(row => row[1].AsText()).Order());
    }

    [Fact]
    public void Who_was_contacted_a_short_while_ago_or_refused_is_left_out_and_counted()
    {
        using var facts = People();
        string[] Listed(params Contact[] contacts) => ReportRunner.Make("recall", facts.Request() with { Contacts = contacts }).Report!.Sections[0].Table.List().Select(row => row[0].AsText()).ToArray();
        Assert.Equal(["8", "5"], Listed(new Contact(1, new(2026, 10, 15), "letter", "reached")));
        Assert.Equal(["1", "8", "5"], Listed(new Contact(1, new(2026, 9, 1), "letter", "reached")));
        Assert.Equal(["8", "5"], Listed(new Contact(1, new(2025, 9, 1), "phone", "Refused")));
        Assert.Equal(["1", "8", "5"], Listed(new(1, new(2025, 9, 1), "phone", "refused"), new Contact(1, new(2026, 8, 1), "phone", "no answer")));
        var words = ReportRunner.Make("recall", facts.Request() with { Contacts = [new(1, new(2026, 10, 15), "letter", "reached")] }).Report!.Words;
        Assert.Contains("1 person is left out for a contact in the last 30 days, or for the outcome of the last one.", words);
    }

    [Fact]
    public void A_record_in_Spanish_says_its_headings_and_standings_in_Spanish()
    {
        using var facts = People();
        var page = ReportRunner.Make("record", Request(facts, 1, [], "es")).Page!;
        foreach (var word in new[] { "Fecha", "Vacuna", "no válida: edad insuficiente", "válida", "1 día", "incompleta" }) Assert.Contains(word, page);
        Assert.DoesNotContain(">Standing<", page);
    }

    [Fact]
    public void The_effect_of_a_recall_is_who_came_afterwards()
    {
        using var facts = People();
        facts.Run("insert into fct_dose (dose_key, person_key, admin_date, cvx, kind, is_completed) values (900, 1, date '2026-09-20', '03', 'administered', true), (901, 8, date '2026-08-01', '03', 'administered', true)");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "person_key,contacted_on,method,outcome,note\n1,2026-09-01,letter,reached,\"a, b\"\n8,2026-09-01,letter,reached,\n5,,,,\n6,2026-09-01,phone,\"no answer\",\n");
            var rows = ReportRunner.Make("recall_effect", facts.Request(Role.StateAdmin, ("contacts", file))).Report!.Sections[0].Table.List();
            Assert.Equal(["letter", "reached", "2", "1", "0.5"], rows[0].Take(5).Select(cell => cell.ToString()));
            Assert.Equal(["phone", "no answer", "1", "0", "0"], rows[1].Take(5).Select(cell => cell.ToString()));
            File.WriteAllText(file, "person_key,contacted_on,method,outcome\n1,yesterday,letter,reached\n");
            Assert.Contains("line 2: 'yesterday' is no date", ReportRunner.Make("recall_effect", facts.Request(Role.StateAdmin, ("contacts", file))).Problem);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_plan_gets_its_own_members_gaps_and_doses_and_unmatched_members_are_named_by_key()
    {
        using var facts = People();
        facts.Run("""
            create table dim_measure (measure varchar, title varchar, steward varchar, version varchar, unit varchar, definition varchar, source varchar);
            insert into dim_measure (measure, unit) values ('cis', 'plan members');
            insert into identity_plan_member values (1, 'acme', 'M001', 1), (9, 'acme', 'M009', null), (3, 'other', 'M003', 3);
            create table msr_cis (period varchar, indicator varchar, unit_key bigint, person_key bigint, in_denominator integer, is_excluded integer, in_numerator integer, evidence_date date, exclusion_reason varchar);
            insert into msr_cis values ('2026', 'mmr', 1, 1, 1, 0, 0, null, null), ('2026', 'dtap', 1, 1, 1, 0, 0, null, null), ('2026', 'hepb', 1, 1, 1, 0, 1, null, null), ('2026', 'mmr', 9, null, 1, 0, 0, null, null), ('2026', 'mmr', 3, 3, 1, 0, 0, null, null);
            insert into fct_plan_enrollment (member_key, plan, product_line, person_key) values (9, 'acme', 'Medicaid', null), (3, 'other', 'Medicaid', 3);
            insert into agg_measure_rate (measure, indicator, period, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate) values ('cis', 'mmr', '2026', 'state', 'all', 3, 0, 3, 0, 0)
            """);
        var request = facts.Request(Role.Plan);
        var report = ReportRunner.Make("hedis_members", request with { Requester = request.Requester with { Plans = new HashSet<string> { "acme" } } }).Report!;
        Assert.Equal(["M001|acme|Medicaid|1|1|2|DTaP; MMR", "M009|acme|Medicaid||9|1|MMR"], report.Sections[0].Table.List().Select(row => string.Join('|', row)));
        Assert.Equal(["M001|acme|CVX|08|2024-05-02|registry, administered", "M001|acme|CVX|03|2025-03-01|registry, historical"], report.Sections[1].Table.List().Select(row => string.Join('|', row.Take(6))));
        Assert.Equal(1, facts.Audit.Single().Withheld["outside your scope"]);
        WorkbookAssert.Write(report);
    }

    [Theory]
    [InlineData("2024-01-31", "2024-02-29", "1 month")]
    [InlineData("2024-01-31", "2024-02-28", "28 days")]
    [InlineData("2024-01-01", "2025-12-31", "23 months")]
    [InlineData("2024-01-01", "2026-01-01", "2 years")]
    [InlineData("2024-01-02", "2024-01-01", "before birth")]
    public void Ages_are_said_in_whole_units(string born, string on, string age) =>
        Assert.Equal(age, PersonRecord.Age(DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture)));
}
