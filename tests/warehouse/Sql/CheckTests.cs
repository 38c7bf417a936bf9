using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Every check of a build passes on right rows and finds what is wrong in wrong ones; a check without a case fails here.</summary>
[Trait("kind", "sql")]
public class CheckTests
{
    const string Rate = "insert into agg_measure_rate (measure, indicator, period, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate) values ";
    const string Unit = "insert into msr_ais values ('2025', 'zoster', 7, 7, 1, 0, 0, null, null), ('2025', 'hepb', 7, 7, 1, 0, 0, null, null)";

    // Rows that are right, then rows that are wrong, and how many rows the check gives for these.
    static readonly Dictionary<string, (string Right, string Wrong, int Count)> Cases = new()
    {
        ["chk_combinations_within_antigens"] = (
            Rate + "('cis', 'combination_10', '2025', 'state', 'all', 10, 0, 10, 4, 0.4), ('cis', 'mmr', '2025', 'state', 'all', 10, 0, 10, 4, 0.4)",
            Rate + "('cis', 'combination_10', '2025', 'county', '35001', 10, 0, 10, 5, 0.5), ('cis', 'mmr', '2025', 'county', '35001', 10, 0, 10, 4, 0.4)", 1),
        ["chk_counties_sum_to_state"] = (
            Rate + "('cis', 'mmr', '2025', 'state', 'all', 10, 0, 10, 4, 0.4), ('cis', 'mmr', '2025', 'county', '35001', 6, 0, 6, 4, 0.7), ('cis', 'mmr', '2025', 'county', 'unknown', 4, 0, 4, 0, 0)",
            Rate + "('cis', 'vzv', '2025', 'state', 'all', 10, 0, 10, 4, 0.4), ('cis', 'vzv', '2025', 'county', '35001', 9, 0, 9, 4, 0.4), "
                + "('cis', 'ipv', '2025', 'state', 'all', 10, 0, 10, 4, 0.4), ('cis', 'ipv', '2025', 'county', '35001', 10, 0, 10, 5, 0.5)", 2),
        ["chk_coverage_grows_with_age"] = (
            "insert into agg_coverage_by_age values (2023, 'mmr_1', 365, 0.5), (2023, 'mmr_1', 366, 0.5), (2023, 'mmr_1', 400, 1.0)",
            "insert into agg_coverage_by_age values (2023, 'mmr_1', 401, 0.9), (2022, 'mmr_1', 365, 1.1), (2021, 'mmr_1', 365, -0.1)", 3),
        ["chk_doses_after_birth"] = (
            "insert into dim_person (person_key, birth_date) values (1, '2024-05-05'); insert into fct_dose (person_key, admin_date) values (1, '2024-05-05')",
            "insert into fct_dose (person_key, admin_date) values (1, '2024-05-04')", 1),
        ["chk_keys_unique"] = (
            "insert into dim_person (person_key) values (1), (2); insert into fct_dose (dose_key) values (1), (2); insert into fct_dose_source values (1, 1), (1, 2); "
                + "insert into dim_practice (practice_id) values ('a'), ('b'); insert into fct_message (message_key) values (1), (2)",
            "insert into dim_person (person_key) values (1); insert into fct_dose (dose_key) values (1); insert into fct_dose_source values (2, 1); "
                + "insert into dim_practice (practice_id) values ('a'); insert into fct_message (message_key) values (1)", 5),
        ["chk_measure_units_unique"] = (Unit, Unit, 2),
        ["chk_excluded_nowhere_counted"] = (
            "insert into msr_ais values ('2025', 'zoster', 1, 1, 1, 1, 0, null, 'deceased'), ('2025', 'zoster', 2, 2, 1, 0, 1, '2025-01-01', null); "
                + Rate + "('ais', 'zoster', '2025', 'state', 'all', 2, 1, 1, 1, 1.0)",
            "insert into msr_ais values ('2025', 'hepb', 1, 1, 1, 1, 1, '2025-01-01', 'deceased'), ('2025', 'hepb', 2, 2, 1, 0, 0, null, null), "
                + "('2025', 'influenza', 1, 1, 1, 0, 0, null, null); "
                + Rate + "('ais', 'hepb', '2025', 'state', 'all', 2, 1, 2, 1, 0.5), ('ais', 'influenza', '2025', 'county', '35001', 1, 0, 1, 0, 0)", 2),
        // Right: nobody of 35003 was followed to 24 months, so the counties are fewer than the state there.
        ["chk_mart_counties_sum"] = (
            "insert into agg_coverage_cohort values (2023, 24, 'mmr_1', 'state', 'all', 9, 6), (2023, 24, 'mmr_1', 'county', '35001', 5, 4), (2023, 24, 'mmr_1', 'county', '35003', 4, 2), (2023, 24, 'mmr_1', 'sex', 'F', 9, 6); "
                + "insert into agg_coverage_by_county values (2023, 'mmr_1', 7, 'state', 9, 2), (2023, 'mmr_1', 7, '35001', 5, 1), (2023, 'mmr_1', 7, '35003', 4, 1), (2023, 'mmr_1', 24, 'state', 9, 6), (2023, 'mmr_1', 24, '35001', 5, 4); "
                + "insert into agg_coverage_period values ('2025-12-31', 'band', 'mmr_1', 'state', 9, 6), ('2025-12-31', 'band', 'mmr_1', '35001', 9, 6); "
                + "insert into agg_school_entry values ('2025-26', 'k', 'all', 'state', 9, 6, null, null, 1, 2), ('2025-26', 'k', 'all', '35001', 5, 4, null, null, 1, 0), ('2025-26', 'k', 'all', '35003', 4, 2, null, null, 0, 2); "
                + "insert into agg_susceptibility values ('measles', 3, 'state', 'all', 9, 1, 3), ('measles', 3, 'county', '35001', 9, 1, 3), ('measles', 3, 'zip3', '870', 9, 1, 3); "
                + "insert into agg_hepb_birth_dose values ('2025', 'days_0_1', 'residence', '35001', 5, 4), ('2025', 'days_0_1', 'residence', 'unknown', 4, 2), ('2025', 'days_0_1', 'facility', 'A', 9, 6); "
                + Rate + "('hepb_birth_dose', 'days_0_1', '2025', 'state', 'all', 10, 1, 9, 6, 0.7), ('hepb_birth_dose', 'days_0_1', '2025', 'sex', 'F', 9, 0, 9, 6, 0.7); "
                + "insert into agg_influenza_by_days values ('2025-26', 'at_least_one', 'a', 'state', 9, 6, 7), ('2025-26', 'at_least_one', 'a', '35001', 9, 6, 7); "
                + "insert into agg_enrolment values ('2025', 'any_record', '0-71 months', 'state', 8, 9), ('2025', 'any_record', '0-71 months', '35001', 8, 8), ('2025', 'any_record', '0-71 months', 'out_of_state', 0, 1); "
                + "insert into agg_participation values ('2025', 'adult', 'state', 8, 9), ('2025', 'adult', 'unknown', 8, 9)",
            "insert into agg_coverage_cohort values (2022, 24, 'mmr_1', 'state', 'all', 9, 6), (2022, 24, 'mmr_1', 'county', '35001', 8, 6); "
                + "insert into agg_coverage_by_county values (2022, 'mmr_1', 7, 'state', 9, 2), (2022, 'mmr_1', 7, '35001', 6, 1), (2022, 'mmr_1', 7, '35003', 4, 1), (2022, 'mmr_1', 24, 'state', 9, 3), (2022, 'mmr_1', 24, '35001', 5, 4); "
                + "insert into agg_coverage_period values ('2025-12-31', 'band', 'vzv_1', 'state', 9, 6), ('2025-12-31', 'band', 'vzv_1', '35001', 9, 7); "
                + "insert into agg_school_entry values ('2024-25', 'k', 'all', 'state', 9, 6, null, null, 1, 2), ('2024-25', 'k', 'all', '35001', 9, 6, null, null, 2, 1); "
                + "insert into agg_susceptibility values ('polio', 3, 'state', 'all', 9, 1, 3), ('polio', 3, 'county', '35001', 9, 1, 2); "
                + "insert into agg_hepb_birth_dose values ('2025', 'days_0_3', 'residence', '35001', 9, 6); "
                + Rate + "('hepb_birth_dose', 'days_0_3', '2025', 'state', 'all', 10, 0, 10, 6, 0.6); "
                + "insert into agg_influenza_by_days values ('2024-25', 'at_least_one', 'a', 'state', 9, 6, 7), ('2024-25', 'at_least_one', 'a', '35001', 9, 6, 6); "
                + "insert into agg_enrolment values ('2024', 'any_record', '0-71 months', 'state', 8, 9); "
                + "insert into agg_participation values ('2024', 'adult', '35001', 8, 9)", 10),
        ["chk_marts_within_bounds"] = (
            "insert into agg_coverage_cohort values (2023, 24, 'mmr_1', 'state', 'all', 9, 9), (2023, 24, 'mmr_1', 'county', '35001', 9, 0); "
                + "insert into agg_coverage_by_county values (2023, 'mmr_1', 24, 'state', 9, 9); insert into agg_coverage_period values ('2025-12-31', 'band', 'mmr_1', 'state', 9, 9); "
                + "insert into agg_school_entry values ('2025-26', 'k', 'all', 'state', 9, 6, null, null, 1, 2), ('2025-26', 'k', 'all', '35001', 9, 4, 1, 1, 1, 2); "
                + "insert into agg_susceptibility values ('measles', 3, 'state', 'all', 9, 0, 9); insert into agg_hepb_birth_dose values ('2025', 'days_0_1', 'facility', 'A', 9, 9); "
                + "insert into agg_influenza_by_days values ('2025-26', 'at_least_one', 'a', 'state', 0, 0, 3); insert into agg_enrolment values ('2025', 'any_record', '0-71 months', 'state', 9, 9); "
                + "insert into agg_participation values ('2025', 'adult', 'state', 0, 9)",
            "insert into agg_coverage_cohort values (2022, 24, 'mmr_1', 'state', 'all', 9, 10), (2021, 24, 'mmr_1', 'state', 'all', 9, -1), (2020, 24, 'mmr_1', 'state', 'all', 9, null); "
                + "insert into agg_coverage_by_county values (2022, 'mmr_1', 24, 'state', 9, 10); insert into agg_coverage_period values ('2025-12-31', 'band', 'vzv_1', 'state', 9, 10); "
                // More up to date than children, a reason below 0, children under no reason.
                + "insert into agg_school_entry values ('2024-25', 'k', 'all', 'state', 9, 10, null, null, 0, -1), ('2023-24', 'k', 'all', 'state', 9, 6, -1, 1, 1, 2), ('2022-23', 'k', 'all', 'state', 9, 6, 0, 0, 0, 2); "
                + "insert into agg_susceptibility values ('polio', 3, 'state', 'all', 9, 4, 3), ('polio', 4, 'state', 'all', 9, 4, 10); insert into agg_hepb_birth_dose values ('2025', 'days_0_3', 'facility', 'A', 9, 10); "
                + "insert into agg_influenza_by_days values ('2024-25', 'at_least_one', 'a', 'state', 9, 10, 3), ('2023-24', 'at_least_one', 'a', 'state', 9, 9, -3); "
                + "insert into agg_enrolment values ('2024', 'any_record', '0-71 months', 'state', 10, 9); insert into agg_participation values ('2024', 'adult', 'state', 10, 9)", 16),
        ["chk_messages_add_up"] = (
            "insert into fct_message (message_key, outcome) values (1, 'accepted'), (2, 'rejected'), (3, 'warned')",
            "insert into fct_message (message_key, sender, outcome) values (4, 'S2', 'lost')", 1),
        ["chk_no_orphans"] = (
            "insert into dim_person (person_key) values (1); insert into fct_dose (person_key) values (1); insert into fct_observation (person_key) values (1); insert into fct_person_practice (person_key) values (1)",
            "insert into fct_dose (person_key) values (2); insert into fct_observation (person_key) values (2); insert into fct_person_practice (person_key) values (2)", 3),
        ["chk_numerator_within_denominator"] = (
            Rate + "('cis', 'mmr', '2025', 'state', 'all', 10, 1, 9, 9, 1.0)",
            Rate + "('cis', 'vzv', '2025', 'state', 'all', 10, 0, 5, 6, 1.2), ('cis', 'ipv', '2025', 'state', 'all', 10, 1, 10, 4, 0.4)", 2),
        ["chk_timeliness_adds_up"] = (
            "insert into agg_dose_timeliness values (2024, 'mmr_1', 'state', 9, 6, 1, 3, 2, 4), (2024, 'mmr_1', '35001', 5, 4, 1, 2, 1, 3), (2024, 'mmr_1', '35003', 4, 2, 0, 1, 1, 1)",
            "insert into agg_dose_timeliness values (2023, 'mmr_1', 'state', 5, 6, 1, 3, 2, 4), (2023, 'mmr_1', '35001', 5, 6, 1, 3, 2, 4), (2022, 'mmr_1', 'state', 9, 6, 1, 3, 1, 4), (2022, 'mmr_1', '35001', 9, 6, 1, 3, 2, 7), (2021, 'mmr_1', 'state', 9, 6, 1, 3, 2, 4)", 5),
        ["chk_readings_in_order"] = (
            "insert into agg_enrolment values ('2025', 'any_record', '0-71 months', 'state', 9, 9), ('2025', 'two_doses', '0-71 months', 'state', 8, 9), "
                + "('2025', 'two_dates', '0-71 months', 'state', 8, 9), ('2025', 'two_valid_dates', '0-71 months', 'state', 7, 9)",
            "insert into agg_enrolment values ('2025', 'two_dates', '0-71 months', '35001', 7, 9), ('2025', 'two_valid_dates', '0-71 months', '35001', 8, 9)", 1),
    };

    public static TheoryData<string> Checks() => new(ModelGraph.Load(Content.Folder).Where(model => model.Layer is Layer.Checks).Select(model => model.Name));

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_check_passes_right_rows_and_finds_wrong_ones(string name)
    {
        Assert.True(Cases.TryGetValue(name, out var given), $"{name} has no case: write rows that are right and rows that are wrong.");
        using var fixture = new MeasureFixture();
        var connection = fixture.Connection;
        var model = ModelGraph.Load(Content.Folder).Single(model => model.Name == name);
        Tables(connection, model);
        connection.Execute(given.Right);
        Assert.Empty(connection.QueryRows(model.Sql));
        connection.Execute(given.Wrong);
        Assert.Equal(given.Count, connection.QueryRows(model.Sql).Count);
    }

    // What a check reads beyond the star: measures under their contract, and the columns of marts that checks name.
    static void Tables(DuckDbConnection connection, Model check)
    {
        foreach (var measure in check.Reads.Where(read => read.StartsWith("msr_", StringComparison.Ordinal)))
            connection.Execute($"create table {measure} (period varchar, indicator varchar, unit_key bigint, person_key bigint, in_denominator integer, is_excluded integer, in_numerator integer, evidence_date date, exclusion_reason varchar)");
        connection.Execute("create table fct_message (message_key bigint, sender varchar default 'S1', outcome varchar default 'accepted')");
        connection.Execute("create table if not exists fct_dose_source (dose_key bigint, dose_row_key bigint)");
        connection.Execute("create table agg_coverage_cohort (birth_year integer, milestone_months integer, indicator varchar, dimension varchar, member varchar, n_cohort bigint, n_met bigint)");
        connection.Execute("create table agg_coverage_by_county (birth_year integer, indicator varchar, milestone_months integer, county_fips varchar, n_followed bigint, n_events bigint)");
        connection.Execute("create table agg_coverage_period (on_date date, age_band varchar, indicator varchar, county_fips varchar, n_persons bigint, n_met bigint)");
        connection.Execute("create table agg_school_entry (school_year varchar, grade varchar, indicator varchar, county_fips varchar, n_children bigint, n_up_to_date bigint, n_medical bigint, n_religious bigint, n_other_refusal bigint, n_without_reason bigint)");
        connection.Execute("create table agg_susceptibility (disease varchar, age_years integer, area_kind varchar, area varchar, n_children bigint, n_low bigint, n_high bigint)");
        connection.Execute("create table agg_hepb_birth_dose (period varchar, indicator varchar, place_kind varchar, place varchar, n_denominator bigint, n_numerator bigint)");
        connection.Execute("create table agg_influenza_by_days (period varchar, indicator varchar, age_band varchar, county_fips varchar, n_persons bigint, n_met bigint, n_met_at_age bigint)");
        connection.Execute("create table agg_participation (period varchar, indicator varchar, county_fips varchar, n_numerator bigint, n_registry bigint)");
        connection.Execute("create table agg_coverage_by_age (birth_year integer, indicator varchar, age_days integer, coverage double)");
        connection.Execute("create table agg_dose_timeliness (birth_year integer, dose varchar, county_fips varchar, n_cohort bigint, n_given bigint, n_early bigint, n_on_time bigint, n_late bigint, n_by_maximum bigint)");
        connection.Execute("create table agg_enrolment (period varchar, indicator varchar, age_band varchar, county_fips varchar, n_numerator bigint, n_registry bigint)");
    }
}
