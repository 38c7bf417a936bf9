namespace RegistryAnalytics.Tests.Reports;

/// <summary>Marts of a small made-up state of three counties, filled by arithmetic: no figure stands in two places by chance.</summary>
static class MartFacts
{
    /// <summary>Adds the marts to a build that has the documented star and the counties 44001 and 44003.</summary>
    public static void Fill(Facts facts) => facts.Run(Sql);

    const string Sql = """
        insert into dim_geography values ('44005', 'Newport', '44', 'Rhode Island', 'county');
        create table place as from (values ('44001', 400, 0), ('44003', 1200, 1), ('44005', 90, 2)) given (county, n, k);
        create table cohort_cell as
        select year as birth_year, age as milestone_months, indicator, county, cast(n // case when year = 2024 and age = 24 then 6 else 1 end + year % 7 as bigint) as n_cohort,
            cast(floor((n // case when year = 2024 and age = 24 then 6 else 1 end + year % 7) * (base - k * 0.03 - (2024 - year) * 0.01)) as bigint) as n_met, not (year = 2024 and age = 24 or year > 2021 and age = 35) as is_complete
        from place cross join (values (2021), (2022), (2023), (2024)) y(year) cross join (values (13), (24), (35)) a(age)
        cross join (values ('dtap_4', 0.71), ('mmr_1', 0.9), ('hpv_1', 0.0), ('series_4313314', 0.63), ('nis_mmr_1', 0.91), ('nis_series_7', 0.66)) i(indicator, base)
        where not (year > 2022 and age = 35);
        insert into agg_coverage_cohort
        select birth_year, milestone_months, indicator, 'county', county, n_cohort, greatest(n_met, 0), null, null, null, is_complete from cohort_cell
        union all select birth_year, milestone_months, indicator, 'state', 'all', cast(sum(n_cohort) as bigint), cast(sum(greatest(n_met, 0)) as bigint), null, null, null, bool_and(is_complete) from cohort_cell group by all;
        insert into agg_coverage_nis
        select 'child', cast(birth_year as varchar), milestone_months, indicator, dimension, member, n_cohort, n_met, n_met / n_cohort, null, null, is_complete, n_cohort >= 100, n_cohort >= 400
        from agg_coverage_cohort where starts_with(indicator, 'nis_') and milestone_months in (24, 35);
        insert into agg_coverage_by_age
        select birth_year, indicator, 370 + 40 * step, 2000 - 100 * step, 90, 0.2 * step, 0.2 * step - 0.02, 0.2 * step + 0.02, true from (values (2022), (2023), (2024)) y(birth_year) cross join (values ('mmr_1'), ('dtap_4')) i(indicator) cross join range(1, 5) s(step);
        insert into agg_coverage_by_county
        select birth_year, indicator, milestone_months, 'state', 2000, cast(500 * (milestone_months // 10) as bigint), case milestone_months when 13 then 0 when 16 then 0.6 else 0.8 end, case milestone_months when 16 then 0.58 when 24 then 0.78 end, case milestone_months when 16 then 0.62 when 24 then 0.82 end, birth_year < 2024
        from (values (2022), (2023), (2024)) y(birth_year) cross join (values ('mmr_1'), ('dtap_4')) i(indicator) cross join (values (13), (16), (24)) m(milestone_months);
        insert into agg_dose_timeliness
        select year, dose, coalesce(county, 'state'), cast(sum(n) as bigint), cast(sum(n * share // 100) as bigint), cast(sum(n // 90) as bigint), cast(sum(n * share // 110 - n // 90) as bigint),
            cast(sum(n * share // 100 - n * share // 110) as bigint), cast(sum(n * share // 130) as bigint), age - 20, age + max(k), age + 41.5, 0, share % 3, 30 + max(k), null, null, year < 2023 or dose = 'dtap_1'
        from place cross join (values (2021), (2022), (2023), (2024)) y(year) cross join (values ('dtap_1', 95, 66), ('mmr_1', 88, 377), ('hib_4', 79, 390), ('hpv_1', 0, 4100)) d(dose, share, age)
        group by grouping sets ((year, dose, share, age, county), (year, dose, share, age));
        insert into agg_influenza_by_days
        select year, indicator, band, coalesce(county, 'state'), cast(sum(n) as bigint), cast(sum(n * share // 100) as bigint), cast(sum(n * share // 100 + k * 3) as bigint), null, null, null, year < '2026'
        from place cross join (values ('2025'), ('2026')) y(year) cross join (values ('at_least_one', 61), ('fully_vaccinated', 44)) i(indicator, share) cross join (values ('182-1825 days'), ('1826-4747 days')) b(band)
        group by grouping sets ((year, indicator, band, county), (year, indicator, band));
        insert into agg_coverage_period
        select on_date, band, indicator, coalesce(county, 'state'), cast(sum(n) as bigint), cast(sum(n * 7 // 10 + k) as bigint), null, null, null
        from place cross join (values (date '2026-10-31'), (date '2026-09-30')) d(on_date) cross join (values ('19_35m'), ('13_17y')) b(band) cross join (values ('mmr_1'), ('dtap_4')) i(indicator)
        group by grouping sets ((on_date, band, indicator, county), (on_date, band, indicator));
        insert into agg_measure_rate (measure, indicator, period, dimension, member, n_initial, n_excluded, n_denominator, n_numerator, rate, is_complete)
        select measure, indicator, period, case when county is null then 'state' else 'county' end, coalesce(county, 'all'), cast(sum(n) as bigint), 0, cast(sum(n) as bigint), cast(sum(n * share // 100 + k) as bigint), null, true
        from place cross join (values ('nis_teen', 'tdap_1', '2026-10-31', 88), ('nis_teen', 'hpv_full', '2026-10-31', 61), ('participation', 'adolescent', '2026-10-31', 70), ('participation', 'adult', '2026-10-31', 45),
            ('hepb_birth_dose', 'days_0_1', '2025', 66), ('hepb_birth_dose', 'days_0_3', '2025', 79), ('influenza_season', 'at_least_one', '2025', 31)) m(measure, indicator, period, share)
        group by grouping sets ((measure, indicator, period, county), (measure, indicator, period));
        insert into agg_coverage_nis
        select 'teen', period, null, indicator, dimension, member, n_denominator, n_numerator, n_numerator / n_denominator, null, null, true, n_denominator >= 100, n_denominator >= 400 from agg_measure_rate where measure = 'nis_teen';
        insert into agg_school_entry
        select year, grade, rule, coalesce(county, 'state'), cast(sum(n // 5) as bigint), cast(sum(met) as bigint), case when grade <> 'seventh' then cast(sum(rest // 6) as bigint) end, cast(sum(rest // 4) as bigint), cast(sum(rest // 3) as bigint),
            cast(sum(rest - case when grade <> 'seventh' then rest // 6 else 0 end - rest // 4 - rest // 3) as bigint), null, bool_and(year < '2026'), case grade when 'seventh' then 'default' else '44' end
        from (select *, n // 5 * share // 100 as met, n // 5 - n // 5 * share // 100 as rest from place cross join (values ('2025-26'), ('2026-27')) y(year) cross join (values ('kindergarten', 'mmr', 61), ('kindergarten', 'dtap', 86), ('kindergarten', 'all', 80), ('seventh', 'tdap', 88), ('seventh', 'all', 88)) r(grade, rule, share))
        group by grouping sets ((year, grade, rule, county), (year, grade, rule));
        insert into agg_standardised_rate
        select measure, period, indicator, case member when 'all' then 'state' else member end, n_denominator, n_numerator, n_numerator / n_denominator, n_numerator / n_denominator + 0.01, n_numerator / n_denominator - 0.02, n_numerator / n_denominator + 0.04, 7
        from agg_measure_rate where measure in ('participation', 'influenza_season');
        insert into agg_hepb_birth_dose
        select period, indicator, 'residence', member, n_denominator, n_numerator, null, true from agg_measure_rate where measure = 'hepb_birth_dose' and dimension = 'county'
        union all select '2025', indicator, 'facility', place, n, n * share // 100, null, true from (values ('days_0_1', 66), ('days_0_3', 79)) i(indicator, share) cross join (values ('RI0001', 1500), ('unknown', 190)) f(place, n);
        insert into agg_participation
        select period, indicator, case member when 'all' then 'state' else member end, n_numerator, n_denominator, case when member <> '44005' then n_denominator - 7 end, null, null from agg_measure_rate where measure = 'participation';
        insert into agg_site_participation values ('all', 12, 11, 10, 0.9167, 0.8333), ('private', 8, 7, 7, 0.875, 0.875), ('public', 4, 4, 3, 1, 0.75);
        insert into agg_birth_capture values (2025, 1600, 1530, 1490, 1200, 0.95, 1580, true), (2026, 1300, 1250, 1190, 1000, 0.96, null, false);
        insert into agg_susceptibility
        select disease, age, case when county is not null then 'county' when zip is not null then 'zip3' else 'state' end, coalesce(county, zip, 'all'), cast(sum(n) as bigint), cast(sum(n * low // 1000) as bigint), cast(sum(n * low // 1000 + n // 9) as bigint), null, null
        from (select *, case when k = 2 then '028' else '029' end as zip from place) cross join (values ('measles', 40), ('pertussis', 25), ('polio', 30)) d(disease, low) cross join range(1, 18) a(age)
        group by grouping sets ((disease, age), (disease, age, county), (disease, age, zip));
        insert into agg_accountability values (10, '20', 2025, 0, 100, 0, 0, 80, 1, 0, 2, 0, 17, 15, -2, 0.8, 0.012, 0.036), (10, '20', 2026, 17, 50, 0, 10, 39, 0, 1, 0, 3, 14, null, null, 0.975, 0, 0.025), (10, '03', 2026, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, null, null, null), (11, '03', 2026, 0, 60, 10, 0, 40, 4, 0, 0, 0, 26, 20, -6, 0.571, 0.091, 0.091);
        insert into agg_stock_lot values (10, '20', 'AB123', 100, 0, 0, 80, 1, 0, 2, 0, 17, date '2025-12-31', 15, -2, 0.012, 0.036), (10, '20', null, 50, 0, 10, 39, 0, 1, 0, 3, -3, null, null, null, 0, 0.025), (11, '03', '=LOT', 60, 10, 0, 40, 4, 0, 0, 0, 26, date '2026-06-30', 20, -6, 0.091, 0.091);
        insert into agg_ecds
        select 'cis', '2025', 'dtap', line, kind, stratum, source, case source when 'all' then n when 'administrative' then n else 0 end, 0, case source when 'all' then n end,
            case when source in ('all', 'HIE/registry') then met else 0 end, null, true
        from (values ('all', 'all', 'all', 60, 49), ('all', 'race', '2106-3', 40, 33), ('all', 'race', 'unknown', 20, 16), ('all', 'ethnicity', '2135-2', 25, 20), ('all', 'ethnicity', 'unknown', 35, 29),
            ('medicaid', 'all', 'all', 45, 36), ('medicaid', 'race', '2106-3', 30, 24), ('medicaid', 'race', 'unknown', 15, 12), ('commercial', 'all', 'all', 15, 13), ('commercial', 'race', '2106-3', 10, 9), ('commercial', 'race', 'unknown', 5, 4)) c(line, kind, stratum, n, met)
        cross join (values ('all'), ('administrative'), ('HIE/registry'), ('EHR'), ('case management')) s(source);
        insert into agg_practice_assessment (measure, period, practice_key, indicator, n_patients, n_up_to_date, rate, state_rate, funnel_low, funnel_high, funnel_far_low, funnel_far_high, standing)
        select 'practice_childhood', '2026-10-31', 100 + i, 'series', n, k, k / n, 0.8, 0.8 - 1.96 * se, least(0.8 + 1.96 * se, 1), 0.8 - 3.09 * se, least(0.8 + 3.09 * se, 1),
            case when n < 30 then null when k / n < 0.8 - 3.09 * se then 'far_below' when k / n > least(0.8 + 3.09 * se, 1) then 'far_above' when k / n < 0.8 - 1.96 * se then 'below' when k / n > least(0.8 + 1.96 * se, 1) then 'above' else 'within' end
        from (select i, n, cast(n * (80 + i * 7 % 15 - 7 - case i % 9 when 0 then 14 else 0 end) // 100 as bigint) as k, sqrt(0.16 / n) as se from (select i, 20 + i * i // 2 as n from range(1, 25) r(i)));
        drop table cohort_cell
        """;
}
