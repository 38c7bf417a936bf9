using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>The reports for practices and program staff over a small hand-made star.</summary>
public class StaffReportTests
{
    /// <summary>40 children of practice 10, 20 of practice 11: known gaps, doses, messages.</summary>
    internal static Facts State()
    {
        var facts = StarFacts.With("""
            create table dim_measure (measure varchar, title varchar, steward varchar, version varchar, grain varchar, unit varchar, period varchar, source varchar, definition varchar, nulls varchar);
            insert into dim_measure values ('cis', 'Childhood immunization status', '', '1', '', '', '', '', 'By the second birthday.', ''), ('fully_operational', 'Enrolment', '', '1', '', '', '', '', 'Two encounters.', '');
            insert into dim_practice (practice_key, practice_id, practice_name, county_fips) values (10, 'P10', 'Bristol Pediatrics', '44001'), (11, 'P11', '=Kent()', '44003');
            insert into dim_geography values ('44001', 'Bristol', '44', 'Rhode Island', 'county'), ('44003', 'Kent', '44', 'Rhode Island', 'county'), ('unknown', 'Unknown county', null, null, 'unknown');
            insert into dim_vaccine values ('20', 'DTaP', 'Active'), ('03', 'MMR', 'Active');
            insert into dim_person (person_key, birth_date, sex, county_fips, is_deceased, is_protected, is_opted_out)
            select i, date '2024-03-01' - cast(i % 60 as integer), 'F', case when i <= 40 then '44001' else '44003' end, false, i = 3, false from range(1, 61) t(i);
            insert into identity_person (person_key, last_name, first_name, birth_date) select i, 'Last' || i, 'First' || i, date '2024-03-01' from range(1, 61) t(i);
            insert into fct_person_practice (person_key, practice_key, status) select i, case when i <= 40 then 10 else 11 end, 'active' from range(1, 61) t(i);
            insert into fct_dose (dose_key, person_key, admin_date, cvx, lot, mvx, kind, is_completed, practice_key, sender, eligibility, entered_date)
            select i, i, date '2024-06-01' + cast(i as integer), '20', case when i % 2 = 0 then 'L' end, 'SKB', 'administered', true, case when i <= 40 then 10 else 11 end, 'EHR' || (i % 2), case when i <= 50 then 'V02' else 'V01' end, date '2024-06-01' + cast(i + i % 40 as integer) from range(1, 61) t(i);
            insert into fct_dose (dose_key, person_key, admin_date, cvx, kind, is_completed, practice_key, sender, eligibility, entered_date)
            select 100 + i, i, date '2026-02-01', '03', 'administered', true, 10, 'EHR1', 'V02', date '2026-02-01' from range(1, 26) t(i);
            insert into fct_dose_evaluation (dose_key, person_key, admin_date, antigen, status, reasons) select dose_key, person_key, admin_date, 'Diphtheria', 'Valid', '' from fct_dose where cvx = '20';
            insert into fct_dose_evaluation (dose_key, person_key, admin_date, antigen, status, reasons) select dose_key, person_key, admin_date, 'Measles', case when person_key <= 4 then 'Not Valid' else 'Valid' end, case when person_key <= 4 then 'too soon after a live vaccine' else '' end from fct_dose where cvx = '03';
            insert into fct_forecast (person_key, vaccine_group, status, earliest_date, recommended_date, past_due_date) select i, 'DTaP/Tdap/Td', 'Not Complete', date '2025-01-01', date '2025-02-01', date '2025-03-01' from range(1, 31) t(i);
            insert into fct_forecast (person_key, vaccine_group, status, earliest_date, recommended_date, past_due_date) select i, 'MMR', case when i > 25 then 'Not Complete' else 'Complete' end, date '2026-06-01', date '2026-06-01', date '2026-07-01' from range(1, 41) t(i);
            insert into agg_measure_rate (measure, indicator, period, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate) values ('cis', 'dtap', '2025', 'practice', '10', 40, 0, 40, 30, 0.75), ('cis', 'dtap', '2025', 'practice', '11', 20, 0, 20, 19, 0.95), ('cis', 'dtap', '2025', 'state', 'all', 60, 0, 60, 49, 0.8167), ('cis', 'dtap', '2024', 'practice', '10', 40, 0, 40, 28, 0.7), ('cis', 'dtap', '2024', 'state', 'all', 60, 0, 60, 45, 0.75);
            insert into agg_enrolment values ('2026-10-31', 'two_dates', '4-71 months', 'state', 570, 600, 600, 0.95, 0.95), ('2026-10-31', 'two_dates', '4-71 months', '44001', 380, 400, 390, 0.974, 0.974), ('2026-10-31', 'two_dates', '4-71 months', '44003', 185, 195, 210, 0.881, 0.881), ('2026-10-31', 'two_dates', '4-71 months', 'unknown', 5, 5, null, null, null);
            insert into agg_measure_rate (measure, indicator, period, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate) select 'fully_operational', 'two_dates_4_71', '2026-10-31', dimension, member, n, 0, n, k, k / n from (values ('state', 'all', 600, 570), ('county', '44001', 400, 380), ('county', '44003', 195, 185), ('county', 'unknown', 5, 5)) t(dimension, member, n, k);
            insert into agg_measure_trend values ('fully_operational', 'two_dates_4_71', date '2026-07-31', 'state', 'all', 590, 540, 0.915, true), ('fully_operational', 'two_dates_4_71', date '2026-10-31', 'state', 'all', 600, 570, 0.95, false);
            insert into agg_timeliness values (null, true, date '2024-04-01', 29, 1, 2, 9, 15, 28, 14), (null, true, date '2024-07-01', 31, 0, 1, 4, 11, 20, 19), (null, true, date '2026-01-01', 25, 0, 25, 25, 25, 25, 0), (10, false, date '2024-04-01', 29, 1, 2, 9, 15, 28, 14), (10, false, date '2026-01-01', 25, 0, 25, 25, 25, 25, 0);
            insert into agg_practice_assessment
            select cohort, '2026-10-31', practice, indicator, n, k, k - late, late, missed, missed + late, missed, n + 2, k + 1, k / n, (k + 1) / (n + 2), greatest(k / n - 0.1, 0), least(k / n + 0.1, 1), place, 2, 0.8, case when place = 1 then 0.7 end, case when place = 1 then 0.88 end, case when place = 1 then 0.62 end, case when place = 1 then 0.95 end, case when place is null then null when k / n < 0.62 then 'far_below' when k / n < 0.7 then 'below' when k / n > 0.88 then 'above' else 'within' end
            from (values ('practice_childhood', 'dtap', 40, 30, 4, 6), ('practice_childhood', 'mmr', 40, 36, 2, 3), ('practice_childhood', 'hepa_2', 40, 24, 5, 9), ('practice_childhood', 'series', 40, 26, 3, null),
                ('practice_childhood', 'missed_opportunity', 40, 22, null, null), ('practice_childhood', 'missed_opportunity_on_last_visit', 40, 12, null, null), ('practice_childhood', 'dtap_late_start', 39, 5, null, null), ('practice_childhood', 'dtap_drop_off', 38, 8, null, null),
                ('practice_childhood', 'dtap_begun_drop_off', 39, 9, null, null), ('practice_childhood', 'series_of_late_starters', 5, 2, null, null), ('practice_childhood', 'series_of_on_time_starters', 34, 24, null, null),
                ('practice_childhood', 'series_one_visit_away', 14, 9, null, null), ('practice_adolescent', 'tdap', 55, 50, 2, 1), ('practice_adolescent', 'hpv_started', 55, 44, 3, 5), ('practice_adolescent', 'hpv', 55, 33, 6, 9), ('practice_adolescent', 'menacwy_2', 21, 9, 9, 6),
                ('practice_adolescent', 'series', 55, 31, 4, null)) given (cohort, indicator, n, k, late, missed)
            cross join (values (10, 1), (11, null)) places (practice, place);
            insert into agg_site_visit
            select practice, day, cohort, indicator, n, k, case when over then 3 end, case when over then 2 end, case when over then n - 3 end, case when over then k - 1 end, case when over then k + 4 end, case when over then n + 1 end, case when over then k + 5 end, null, null, null, null, null, null
            from (values ('childhood', 'dtap_4', 31, 20), ('childhood', 'mmr_1', 31, 26), ('childhood', 'dtap_1', 31, 27), ('childhood', 'series_4313314', 31, 18), ('adolescent', 'tdap', 44, 36), ('adolescent', 'hpv', 44, 21), ('adolescent', 'series', 44, 19)) given (cohort, indicator, n, k)
            cross join (values (10, date '2025-03-04', true), (11, date '2026-02-03', false)) visits (practice, day, over);
            insert into fct_message values (1, 'EHR0', 'VXU^V04', 'accepted', null, timestamp '2026-05-01 00:00:00', 0, 0), (2, 'EHR1', 'VXU^V04', 'rejected', null, timestamp '2026-05-01 00:00:00', 1, 0), (3, 'EHR1', 'VXU^V04', 'accepted', null, timestamp '2026-05-01 00:00:00', 0, 0);
            insert into fct_issue values (1, 2, 'birth_date.missing', 'E'); insert into dim_issue_rule values ('birth_date.missing', 'The birth date is missing.')
            """);
        return facts;
    }

    internal static string[] Row(Table table, int row) => table.List()[row].Select(cell => cell.ToString()).ToArray();

    [Fact]
    public void The_program_report_says_in_words_whether_the_registry_is_fully_operational()
    {
        using var facts = State();
        var report = ReportRunner.Make("program", facts.Request()).Report!;
        Assert.Equal("The registry holds 95.0% of the children of 4-71 months: it meets the 95 % of a fully operational registry. 1 county is below.", report.Words[0]);
        Assert.Contains("3 messages from 2025-11-01 to 2026-10-31; 33.3% were rejected", string.Join(' ', report.Words));
        Assert.Equal(["Whole jurisdiction", "600", "570", "600", "0.95", "all"], Row(report.Sections[0].Table, 0));
        Assert.Equal(["Unknown county", "5", "5", "n/a", "n/a", "unknown"], Row(report.Sections[0].Table, 3));
        WorkbookAssert.Write(report);
        var suppressed = ReportRunner.Make("program", facts.Request(Role.StateAdmin, ("audience", "public"))).Report!.Sections[0].Table.List();
        Assert.Equal("*", suppressed.Single(row => row[0].AsText() == "Unknown county")[2].ToString());
        Assert.True(suppressed.Count(row => row[2].State == CellState.Suppressed) >= 2);
    }

    [Fact]
    public void Doses_administered_add_up_over_ages_and_eligibility()
    {
        using var facts = State();
        var report = ReportRunner.Make("doses_administered", facts.Request(Role.StateAdmin, ("from", "2024-01-01"), ("to", "2026-12-31"))).Report!;
        Assert.Equal(["vaccine", "cvx", "age_under_1", "age_1_6", "age_7_18", "age_19_plus", "age_unknown", "total"], report.Sections[0].Table.Columns.Select(column => column.Name));
        Assert.Equal(["DTaP", "20", "60", "0", "0", "0", "0", "60"], Row(report.Sections[0].Table, 0));
        Assert.Equal(["MMR", "03", "0", "25", "0", "0", "0", "25"], Row(report.Sections[0].Table, 1));
        Assert.Equal(["All vaccines", "", "10", "75", "85"], Row(report.Sections[1].Table, 2));
        WorkbookAssert.Write(report);
    }

    [Fact]
    public void Doses_count_in_the_county_where_the_person_lived_on_their_day()
    {
        using var facts = State();
        // Persons 1 to 5 live in Bristol today; until 2025 they lived in Kent, 4 and 5 with a day told before which nothing is known.
        facts.Run("""
            insert into fct_person_residence (person_key, county_fips, from_date, to_date) select i, '44003', date '2024-01-01', date '2025-06-30' from range(1, 4) t(i);
            insert into fct_person_residence (person_key, county_fips, from_date, to_date) select i, '44003', null, date '2024-06-05' from range(4, 6) t(i);
            insert into fct_person_residence (person_key, county_fips, from_date, to_date) select i, '44001', case when i < 4 then date '2025-07-01' else date '2024-06-06' end, null from range(1, 6) t(i)
            """);
        long Of(string county, string vaccine) => ReportRunner.Make("doses_administered", facts.Request(Role.StateAdmin, ("from", "2024-01-01"), ("to", "2026-12-31"), ("county", county))).Report!
            .Sections[0].Table.List().Where(row => row[0].AsText() == vaccine).Sum(row => row[^1].AsWhole());
        // DTaP of person i on 1 June 2024 and i days; MMR of all in 2026. The last day of a span is in it.
        Assert.Equal((4, 1), (Of("44003", "DTaP"), Of("44001", "DTaP")));
        Assert.Equal((0, 5), (Of("44003", "MMR"), Of("44001", "MMR")));
    }

    [Fact]
    public void Small_dose_counts_are_hidden_in_both_tables_of_the_report()
    {
        using var facts = State();
        var report = ReportRunner.Make("doses_administered", facts.Request(Role.StateAdmin, ("from", "2024-01-01"), ("to", "2026-12-31"), ("audience", "public"))).Report!;
        foreach (var row in report.Sections.SelectMany(section => section.Table.List()))
            foreach (var cell in row)
                Assert.False(cell.State == CellState.Whole && cell.AsWhole() is > 0 and < 11);
        Assert.Contains(report.Sections[1].Table.List().SelectMany(row => row), cell => cell.State == CellState.Suppressed);
    }

    [Fact]
    public void Wherever_a_HEDIS_aligned_measure_is_shown_its_standing_is_said_and_no_figure_is_of_now()
    {
        using var facts = State();
        const string standing = "HEDIS-aligned, not NCQA-certified, unaudited";
        facts.Run($"update dim_measure set steward = '{standing}' where measure = 'cis'");
        Assert.Equal($"{standing}; {RegistryAnalytics.Reports.Hedis.HedisReport.NoRoster}", ReportRunner.Make("coverage", facts.Request(Role.StateAdmin, ("by", "state"))).Report!.Label);
        Assert.Null(ReportRunner.Make("coverage", facts.Request(Role.StateAdmin, ("measure", "fully_operational"), ("by", "state"))).Report!.Label);
        foreach (var (name, parameters) in new[] { ("program", Array.Empty<(string, string)>()), ("practice", [("practice", "10")]) })
            Assert.Contains(ReportRunner.Make(name, facts.Request(Role.StateAdmin, parameters)).Report!.Sections.Single(section => section.Name == "Coverage by year").Table.Footnotes, note => note.StartsWith(standing, StringComparison.Ordinal));
        facts.Run("create table msr_cis (indicator varchar, unit_key bigint, person_key bigint, in_denominator integer, is_excluded integer, in_numerator integer, evidence_date date, exclusion_reason varchar, period varchar)");
        Assert.Contains(ReportRunner.Make("line_list", facts.Request(Role.StateAdmin, ("measure", "cis"), ("indicator", "dtap"))).Report!.Sections[0].Table.Footnotes, note => note.StartsWith(standing, StringComparison.Ordinal));
        Assert.Equal(["Children enrolled", "2026-10-31"], Row(ReportRunner.Make("program_summary", facts.Request()).Report!.Sections[0].Table, 0)[..2]);
    }

    [Fact]
    public void The_catalogue_names_every_report_its_parameters_and_who_may_run_it()
    {
        var rows = ReportCatalogue.List().List();
        Assert.Equal(["cohorts", "coverage", "data_dictionary", "data_quality", "doses_administered", "hedis", "hedis_members", "line_list", "practice", "practices", "program", "program_summary", "recall", "recall_effect", "record", "school_form", "site_visits", "stock", "susceptibility"], rows.Select(row => row[0].AsText()));
        Assert.All(ReportCatalogue.All.Where(report => report.IsPersonLevel), report => Assert.DoesNotContain(Role.Public, report.Roles));
    }

    [Theory]
    [InlineData("docs/reports/catalogue.md", true)]
    [InlineData("docs/data-dictionary.md", false)]
    public void The_pages_of_the_documentation_are_generated(string file, bool isCatalogue)
    {
        var text = isCatalogue ? ReportCatalogue.Markdown() : DataDictionary.Markdown();
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegistryAnalytics.sln"))) folder = folder.Parent;
        var page = Path.Combine(folder!.FullName, file);
        if (Environment.GetEnvironmentVariable("REGISTRY_TEST_ACCEPT") == "1") File.WriteAllText(page, text);
        Assert.Equal(text, File.ReadAllText(page));
    }

    [Fact]
    public void Site_visits_set_the_baseline_beside_the_same_patients_a_year_later()
    {
        using var facts = State();
        var report = ReportRunner.Make("site_visits", facts.Request()).Report!;
        Assert.Equal(["Visits", "Children", "Adolescents", "Cohort a year later"], report.Sections.Select(section => section.Name));
        // The visit of 2026 is not twelve months past.
        Assert.Equal(["=Kent()", "2026-02-03", "Children", "31", "n/a", "n/a", "n/a"], Row(report.Sections[0].Table, 0)[..7]);
        Assert.Equal(["Bristol Pediatrics", "2025-03-04", "Children", "31", "3", "28", "2"], Row(report.Sections[0].Table, 2)[..7]);
        var dtap = Row(report.Sections[1].Table, 3);
        Assert.Equal(["Bristol Pediatrics", "2025-03-04", "DTaP, 4 doses", "31", "20", "0.6452", "28", "19", "24", "0.8571"], dtap[..10].Select((cell, i) => i is 5 or 9 ? double.Parse(cell, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture) : cell));
        Assert.Equal(100.0 * 5 / 28, double.Parse(dtap[10], CultureInfo.InvariantCulture), 1e-9);
        var next = Row(report.Sections[3].Table, 0);
        Assert.Equal(["Bristol Pediatrics", "2025-03-04", "Children", "DTaP, 4 doses", "31"], next[..5]);
        Assert.Equal(100.0 * 25 / 32 - 100.0 * 20 / 31, double.Parse(next[9], CultureInfo.InvariantCulture), 1e-9);
        Assert.DoesNotContain(report.Sections[1].Table.List(), row => row[2].AsText() == "DTaP, 1 dose");
        Assert.Contains(ReportRunner.Make("site_visits", facts.Request(Role.StateAdmin, ("indicators", "all"))).Report!.Sections[1].Table.List(), row => row[2].AsText() == "DTaP, 1 dose");
        Assert.Contains("28 of 31 children were followed", report.Words[0]);
        WorkbookAssert.Write(report);
    }

    [Fact]
    public void Site_visits_are_for_those_who_see_counts_as_they_are_and_for_a_practice_its_own()
    {
        using var facts = State();
        var provider = facts.Request(Role.Provider, ("practice", "10"));
        Assert.Contains("your own", ReportRunner.Make("site_visits", provider).Problem);
        var own = ReportRunner.Make("site_visits", provider with { Requester = provider.Requester with { Practices = new HashSet<long> { 10 } } }).Report!;
        Assert.All(own.Sections[0].Table.List(), row => Assert.Equal("10", row[13].ToString()));
        var local = facts.Request(Role.LocalHealth);
        Assert.Contains("No site visit", ReportRunner.Make("site_visits", local).Problem);
        var county = ReportRunner.Make("site_visits", local with { Requester = local.Requester with { Counties = new HashSet<string> { "44003" } } }).Report!;
        Assert.All(county.Sections[0].Table.List(), row => Assert.Equal("11", row[13].ToString()));
        var strict = facts.Request() with { Policy = ReleasePolicy.Default with { Threshold = new Dictionary<Role, int> { [Role.StateAdmin] = 11 } } };
        Assert.Contains("see counts as they are", ReportRunner.Make("site_visits", strict).Problem);
    }

    [Fact]
    public void A_build_of_another_program_is_refused_in_words_and_a_fault_of_ours_is_not()
    {
        using var facts = State();
        facts.Run("alter table agg_site_visit drop column n_left");
        Assert.Contains("another version of this program", ReportRunner.Make("site_visits", facts.Request()).Problem);
        Assert.Contains("./registry build", ReportRunner.Make("site_visits", facts.Request()).Problem);
        facts.Run($"insert into build_info values ('{RegistryAnalytics.Warehouse.Build.Content.ModelsKey}', '{RegistryAnalytics.Warehouse.Build.Content.Models}')");
        Assert.Throws<RegistryAnalytics.DuckDb.DuckDbException>(() => ReportRunner.Make("site_visits", facts.Request()));
    }
}
