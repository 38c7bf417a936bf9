-- title:    Excluded units are in no denominator, numerator or rate
-- grain:    one indicator whose rate counts other units than those of its rows that are not excluded
-- on_failure: stop

with rows as (
    select 'ais' as measure, period, indicator, in_denominator, is_excluded, in_numerator from msr_ais
    union all
    select 'cis', period, indicator, in_denominator, is_excluded, in_numerator from msr_cis
    union all
    select 'cms117', period, indicator, in_denominator, is_excluded, in_numerator from msr_cms117
    union all
    select 'covid_19', period, indicator, in_denominator, is_excluded, in_numerator from msr_covid_19
    union all
    select 'fully_operational', period, indicator, in_denominator, is_excluded, in_numerator from msr_fully_operational
    union all
    select 'hepb_birth_dose', period, indicator, in_denominator, is_excluded, in_numerator from msr_hepb_birth_dose
    union all
    select 'hpv_rules', period, indicator, in_denominator, is_excluded, in_numerator from msr_hpv_rules
    union all
    select 'ima', period, indicator, in_denominator, is_excluded, in_numerator from msr_ima
    union all
    select 'influenza_season', period, indicator, in_denominator, is_excluded, in_numerator from msr_influenza_season
    union all
    select 'nis_teen', period, indicator, in_denominator, is_excluded, in_numerator from msr_nis_teen
    union all
    select 'participation', period, indicator, in_denominator, is_excluded, in_numerator from msr_participation
    union all
    select 'practice_adolescent', period, indicator, in_denominator, is_excluded, in_numerator from msr_practice_adolescent
    union all
    select 'practice_childhood', period, indicator, in_denominator, is_excluded, in_numerator from msr_practice_childhood
    union all
    select 'prs', period, indicator, in_denominator, is_excluded, in_numerator from msr_prs
),

counted as (
    select
        measure,
        period,
        indicator,
        count(*) filter (in_denominator = 1 and is_excluded = 0) as n_denominator,
        count(*) filter (in_denominator = 1 and is_excluded = 0 and in_numerator = 1) as n_numerator
    from rows
    group by measure, period, indicator
)

-- An indicator that no rate counts at all is wrong too.
select counted.measure, counted.period, counted.indicator
from counted
left join agg_measure_rate as rate
    on rate.measure = counted.measure
    and rate.period = counted.period
    and rate.indicator = counted.indicator
    and rate.dimension = 'state'
where rate.n_denominator is distinct from counted.n_denominator
    or rate.n_numerator is distinct from counted.n_numerator
