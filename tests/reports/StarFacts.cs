using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>A build with the documented star, empty until a test fills it.</summary>
static class StarFacts
{
    const string Tables = """
        create table dim_person (person_key bigint, bucket integer, birth_date date, sex varchar, race varchar, ethnicity varchar, county_fips varchar, zip3 varchar, is_multiple_birth boolean, is_deceased boolean, death_date date, registry_status varchar, is_protected boolean, is_opted_out boolean, language varchar, n_records integer, n_senders integer);
        create table identity_person (person_key bigint, last_name varchar, first_name varchar, middle_name varchar, suffix varchar, birth_date date, street varchar, street2 varchar, city varchar, state varchar, zip varchar, phone varchar, email varchar, guardian_last_name varchar, guardian_first_name varchar, mother_maiden_name varchar, language varchar);
        create table dim_practice (practice_key bigint, practice_id varchar, practice_name varchar, practice_type varchar, pin varchar, county_fips varchar, parent_id varchar, opened_date date, closed_date date);
        create table dim_geography (county_fips varchar, county_name varchar, state_fips varchar, state_name varchar, kind varchar);
        create table dim_vaccine (cvx varchar, vaccine_name varchar, status varchar);
        create table dim_vaccine_group (cvx varchar, vaccine_group varchar);
        create table dim_manufacturer (mvx varchar, manufacturer_name varchar);
        create table fct_dose (dose_key bigint, person_key bigint, bucket integer, admin_date date, cvx varchar, mvx varchar, ndc varchar, lot varchar, expiration_date date, kind varchar, is_completed boolean, refusal_reason varchar, practice_key bigint, sender varchar, eligibility varchar, funding varchar, route varchar, site varchar, entered_date date, n_sources integer, is_unsure boolean);
        create table fct_dose_evaluation (dose_key bigint, person_key bigint, bucket integer, admin_date date, antigen varchar, series varchar, series_type varchar, target_dose integer, status varchar, reasons varchar);
        create table fct_forecast (person_key bigint, bucket integer, vaccine_group varchar, series_type varchar, status varchar, dose_number integer, earliest_date date, recommended_date date, past_due_date date, latest_date date, recommended_cvx varchar, is_shared_decision boolean, reasons varchar, valid_until date);
        create table fct_person_practice (person_key bigint, bucket integer, practice_key bigint, status varchar, from_date date, to_date date, status_author varchar);
        create table fct_person_consent (person_key bigint, bucket integer, kind varchar, value varchar, from_date date, to_date date, source varchar);
        create table dim_consent_policy as from (values ('opt_out', 'leave_out', null::date, null::date), ('withdrawal', 'purge', null, null), ('protection', 'count_only', null, null), ('confidential', 'share', null, null)) as policy (kind, consequence, effective_from, effective_to);
        create table dim_registry_status as from (values ('A', true, true), ('M', false, false), ('P', true, false)) as known (status, is_in_jurisdiction, is_recalled);
        create table fct_plan_enrollment (member_key bigint, plan varchar, product_line varchar, from_date date, to_date date, person_key bigint, bucket integer);
        create table fct_person_residence (person_key bigint, bucket integer, county_fips varchar, jurisdiction_status varchar, from_date date, to_date date, evidence varchar);
        create table fct_delivery (delivery_key bigint, person_key bigint, birth_date date, delivery_date date, gestational_weeks integer, facility varchar);
        create table identity_plan_member (member_key bigint, plan varchar, member_id varchar, person_key bigint);
        create table agg_timeliness (practice_key bigint, is_state boolean, quarter_start_date date, n_doses bigint, n_before_dose bigint, n_within_1 bigint, n_within_7 bigint, n_within_14 bigint, n_within_30 bigint, median_days double);
        create table agg_practice_assessment (measure varchar, period varchar, practice_key bigint, indicator varchar, n_patients bigint, n_up_to_date bigint, n_by_milestone bigint, n_late bigint, n_missed_last_visit bigint, n_missed bigint, n_missed_still_due bigint, n_with_inactivated bigint, n_up_to_date_with_inactivated bigint, rate double, rate_with_inactivated double, rate_low double, rate_high double, rank integer, n_ranked integer, state_rate double, funnel_low double, funnel_high double, funnel_far_low double, funnel_far_high double, standing varchar);
        create table agg_site_visit (practice_key bigint, visit_date date, cohort varchar, indicator varchar, n_baseline bigint, n_met bigint, n_gone bigint, n_left bigint, n_followed bigint, n_followed_met_then bigint, n_followed_met bigint, n_next bigint, n_next_met bigint, rate_at_visit double, rate_followed double, rate_next double, change double, change_low double, change_high double);
        create table fct_observation (observation_key bigint, person_key bigint, bucket integer, dose_key bigint, kind varchar, code_system varchar, code varchar, value_system varchar, value_code varchar, value_text varchar, value_number double, observed_date date);
        create table fct_message (message_key bigint, sender varchar, message_type varchar, outcome varchar, message_at timestamp, received_at timestamp, n_errors integer, n_warnings integer, sent_date date generated always as (cast(coalesce(message_at, received_at) as date)));
        create table fct_issue (issue_key bigint, message_key bigint, rule varchar, severity varchar);
        create table dim_issue_rule (rule varchar, text varchar);
        create table agg_measure_rate (measure varchar, indicator varchar, period varchar, dimension varchar, member varchar, n_initial bigint, n_excluded bigint, n_denominator bigint, n_numerator bigint, rate double, is_complete boolean default true);
        create table agg_quality_completeness (level varchar, sender varchar, practice_key bigint, week_start_date date, subject varchar, field varchar, title varchar, n_rows bigint, n_present bigint);
        create table agg_quality_timeliness (level varchar, sender varchar, practice_key bigint, week_start_date date, n_doses bigint, n_before_dose bigint, n_within_1 bigint, n_within_7 bigint, n_within_14 bigint, n_within_30 bigint, median_days double);
        create table agg_quality_validity (level varchar, sender varchar, practice_key bigint, week_start_date date, rule varchar, severity varchar, n_findings bigint, n_with_finding bigint, n_messages bigint, found_rate double);
        create table agg_quality_volume (sender varchar, week_start_date date, quantity varchar, n bigint, baseline double, spread double, z double, is_sudden boolean);
        create table agg_quality_mix (sender varchar, week_start_date date, dimension varchar, member varchar, n bigint, n_all bigint, share double, baseline double, spread double, z double, is_sudden boolean);
        create table agg_quality_silence (level varchar, sender varchar, practice_key bigint, last_date date, last_message_key bigint, n_days_silent integer, usual_gap double, spread double, z double, is_silent boolean);
        create table agg_quality_default_date (sender varchar, date_kind varchar, month_day varchar, n bigint, n_all bigint, usual double, z double);
        create table agg_enrolment (period varchar, indicator varchar, age_band varchar, county_fips varchar, n_numerator bigint, n_registry bigint, census_population bigint, rate double, capped_rate double);
        create table agg_coverage_cohort (birth_year integer, milestone_months integer, indicator varchar, dimension varchar, member varchar, n_cohort bigint, n_met bigint, rate double, rate_low double, rate_high double, is_complete boolean);
        create table agg_coverage_by_age (birth_year integer, indicator varchar, age_days integer, n_at_risk bigint, n_events bigint, coverage double, coverage_low double, coverage_high double, is_complete boolean);
        create table agg_coverage_by_county (birth_year integer, indicator varchar, milestone_months integer, county_fips varchar, n_followed bigint, n_events bigint, coverage double, coverage_low double, coverage_high double, is_complete boolean);
        create table agg_dose_timeliness (birth_year integer, dose varchar, county_fips varchar, n_cohort bigint, n_given bigint, n_early bigint, n_on_time bigint, n_late bigint, n_by_maximum bigint, age_days_low double, age_days_median double, age_days_high double, days_late_low double, days_late_median double, days_late_high double, on_time_rate double, cohort_on_time_rate double, is_complete boolean);
        create table agg_influenza_by_days (period varchar, indicator varchar, age_band varchar, county_fips varchar, n_persons bigint, n_met bigint, n_met_at_age bigint, rate double, rate_low double, rate_high double, is_complete boolean);
        create table agg_coverage_period (on_date date, age_band varchar, indicator varchar, county_fips varchar, n_persons bigint, n_met bigint, rate double, rate_low double, rate_high double);
        create table agg_coverage_nis (survey varchar, period varchar, milestone_months integer, indicator varchar, dimension varchar, member varchar, n_persons bigint, n_met bigint, rate double, rate_low double, rate_high double, is_complete boolean, is_shown boolean, is_reliable boolean);
        create table agg_school_entry (school_year varchar, grade varchar, indicator varchar, county_fips varchar, n_children bigint, n_up_to_date bigint, n_medical bigint, n_religious bigint, n_other_refusal bigint, n_without_reason bigint, rate double, is_complete boolean, rules_of varchar);
        create table agg_standardised_rate (measure varchar, period varchar, indicator varchar, county_fips varchar, n_denominator bigint, n_numerator bigint, crude_rate double, standardised_rate double, rate_low double, rate_high double, n_age_groups bigint);
        create table agg_hepb_birth_dose (period varchar, indicator varchar, place_kind varchar, place varchar, n_denominator bigint, n_numerator bigint, rate double, is_complete boolean);
        create table agg_participation (period varchar, indicator varchar, county_fips varchar, n_numerator bigint, n_registry bigint, census_population bigint, rate double, capped_rate double);
        create table agg_site_participation (kind varchar, n_sites bigint, n_submitting bigint, n_vaccinating bigint, rate double, vaccinating_rate double);
        create table agg_birth_capture (birth_year integer, n_persons bigint, n_birth_record bigint, n_birth_and_other bigint, n_within_14_days bigint, captured_rate double, census_births bigint, is_complete boolean);
        create table agg_ecds (measure varchar, period varchar, indicator varchar, product_line varchar, stratum_kind varchar, stratum varchar, record_source varchar, n_initial bigint, n_excluded bigint, n_denominator bigint, n_numerator bigint, rate double, has_roster boolean);
        create table agg_susceptibility (disease varchar, age_years integer, area_kind varchar, area varchar, n_children bigint, n_low bigint, n_high bigint, rate_low double, rate_high double);
        create table agg_accountability (practice_key bigint, cvx varchar, year bigint, n_opening bigint, n_received bigint, n_transferred_in bigint, n_transferred_out bigint, n_administered bigint, n_wasted bigint, n_spoiled bigint, n_expired bigint, n_returned bigint, n_expected bigint, n_counted bigint, variance bigint, accounted_rate double, wastage_rate double, loss_rate double);
        create table agg_stock_lot (practice_key bigint, cvx varchar, lot varchar, n_received bigint, n_transferred_in bigint, n_transferred_out bigint, n_administered bigint, n_wasted bigint, n_spoiled bigint, n_expired bigint, n_returned bigint, n_expected bigint, count_date date, n_counted bigint, variance bigint, wastage_rate double, loss_rate double);
        create table agg_measure_trend (measure varchar, indicator varchar, as_of_date date, dimension varchar, member varchar, n_denominator bigint, n_numerator bigint, rate double, is_complete boolean)
        """;

    // What the build derives from these tables and from codes, by its own models.
    static readonly string[] Codes = ["program_parameter", "recall_parameter", "age_band", "measure_residence"], Derived = ["person_home_practice", "plan_member_line", "dim_parameter", "dim_age_band", "dim_measure_residence"];

    static readonly Lazy<string> Models = new(() => string.Join(";\n", Codes.Select(name => $"create table code_{name} as select * from read_csv('{Path.Combine(Content.Codes, name + ".csv")}', header = true, all_varchar = true)")
        .Concat(Derived.Select(name => $"create view {name} as\n{File.ReadAllText(Path.Combine(Content.Folder, "models", "warehouse", name + ".sql"))}"))));

    public static Facts With(string sql)
    {
        var facts = new Facts(Tables + ";\n" + Models.Value);
        Content.PublishMacros(facts.Connection, "memory");
        facts.Run(sql);
        return facts;
    }

    /// <summary>Persons 1–8, one of each kind; all are patients of practice 10 in county 44001 unless their kind says otherwise.</summary>
    public static Facts WithEachKind() => With("""
        insert into dim_person (person_key, birth_date, sex, county_fips, is_deceased, is_protected, is_opted_out, language) values
            (1, date '2024-05-01', 'F', '44001', false, false, false, 'en'), (2, date '2024-05-01', 'F', '44001', false, true, false, 'en'),
            (3, date '2024-05-01', 'F', '44001', false, false, true, 'en'), (4, date '2024-05-01', 'F', '44001', true, false, false, 'en'),
            (5, date '2010-05-01', 'F', '44001', false, false, false, 'es'), (6, date '2000-05-01', 'F', '44001', false, false, false, 'en'),
            (7, date '2024-05-01', 'F', '44003', false, false, false, 'en'), (8, date '2024-05-01', 'M', '44001', false, false, false, 'en');
        insert into fct_person_practice (person_key, practice_key, status) values (1, 10, 'active'), (2, 10, 'active'), (3, 10, 'active'), (4, 10, 'active'), (5, 10, 'active'), (6, 10, 'active'), (7, 11, 'active'), (8, 10, 'inactive');
        insert into fct_plan_enrollment (member_key, plan, product_line, from_date, to_date, person_key) values (1, 'acme', 'Medicaid', date '2024-01-01', null, 1), (2, 'acme', 'Medicaid', date '2020-01-01', date '2021-01-01', 7);
        insert into fct_person_consent (person_key, kind, value, from_date) values (5, 'confidential', 'HPV', date '2024-01-01'), (6, 'confidential', 'all', date '2015-01-01'), (8, 'opt_out', 'true', date '2026-12-01')
        """);
}
