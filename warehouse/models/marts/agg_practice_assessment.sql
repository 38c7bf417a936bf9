-- title:    Practice assessment by practice and antigen
-- grain:    one measure, practice (null for the state) and antigen or series
-- source:   msr_practice_childhood, msr_practice_adolescent
-- definition: Up to date by the milestone, late up to date (today and not by the milestone), missed opportunity on the last
--           visit among those not up to date, missed opportunity on any visit and those of them who are still not up to date,
--           each of the active patients; coverage with the patients inactivated in the 90 days before; Wilson intervals of
--           95 % as if these patients were a sample; rank among practices with 30 patients or more, ties sharing the better
--           rank: by coverage today the highest first, by missed opportunities, late starts and drop-off the lowest first.
-- nulls:    rates are null where there is no patient, rank below 30 patients and for the state; by the milestone, late and missed
--           where the measure does not ask it of the indicator (a series has no visit at which all of it is missed)

with rows as (
    select 'practice_childhood' as measure, * from msr_practice_childhood
    union all
    select 'practice_adolescent', * from msr_practice_adolescent
),

units as (
    select
        rows.measure,
        rows.period,
        relation.practice_key,
        rows.unit_key,
        regexp_replace(rows.indicator, '(_by_milestone|_missed_on_last_visit|_missed)$', '') as indicator,
        max(rows.in_denominator) as is_active,
        max(rows.in_numerator) filter (
            not regexp_matches(rows.indicator, '_by_milestone$|_missed_on_last_visit$|_missed$')
        ) as is_met,
        max(rows.in_numerator) filter (ends_with(rows.indicator, '_by_milestone')) as is_met_on_time,
        max(rows.in_numerator) filter (ends_with(rows.indicator, '_missed_on_last_visit')) as is_missed_last,
        max(rows.in_numerator) filter (ends_with(rows.indicator, '_missed')) as is_missed
    from rows
    join fct_person_practice as relation on relation.relation_key = rows.unit_key
    where rows.is_excluded = 0
    group by all
),

counted as (
    select
        measure,
        period,
        practice_key,
        indicator,
        cast(count(*) filter (is_active = 1) as bigint) as n_patients,
        cast(count(*) filter (is_active = 1 and is_met = 1) as bigint) as n_up_to_date,
        -- What no row of the indicator asks is not known, and not zero.
        case when count(is_met_on_time) > 0 then count(*) filter (is_active = 1 and is_met_on_time = 1) end as n_by_milestone,
        case when count(is_met_on_time) > 0 then count(*) filter (is_active = 1 and is_met = 1 and is_met_on_time = 0) end as n_late,
        case when count(is_missed_last) > 0 then count(*) filter (is_active = 1 and is_met = 0 and is_missed_last = 1) end as n_missed_last_visit,
        case when count(is_missed) > 0 then count(*) filter (is_active = 1 and is_missed = 1) end as n_missed,
        case when count(is_missed) > 0 then count(*) filter (is_active = 1 and is_met = 0 and is_missed = 1) end as n_missed_still_due,
        cast(count(*) as bigint) as n_with_inactivated,
        cast(count(*) filter (is_met = 1) as bigint) as n_up_to_date_with_inactivated
    from units
    group by grouping sets (
        (measure, period, practice_key, indicator), (measure, period, indicator)
    )
),

rated as (
    select
        *,
        case when n_patients > 0 then n_up_to_date / n_patients end as rate,
        case when n_with_inactivated > 0 then n_up_to_date_with_inactivated / n_with_inactivated end as rate_with_inactivated,
        wilson_low(n_up_to_date, n_patients) as rate_low,
        wilson_high(n_up_to_date, n_patients) as rate_high,
        practice_key is not null and n_patients >= (
            select max(cast(value as integer)) from code_program_parameter where name = 'rank_least_patients'
        ) as is_ranked
    from counted
)

select
    rated.* exclude (is_ranked),
    case when rated.is_ranked then cast(rank() over (
        partition by rated.measure, rated.period, rated.indicator, rated.is_ranked
        order by case when regexp_matches(rated.indicator, '^missed_|_late_start$|_drop_off$') then rated.rate else -rated.rate end
    ) as integer) end as rank,
    cast(count(*) filter (rated.is_ranked) over (
        partition by rated.measure, rated.period, rated.indicator
    ) as integer) as n_ranked,
    state.rate as state_rate
from rated
left join rated as state
    on state.measure = rated.measure
    and state.period = rated.period
    and state.indicator = rated.indicator
    and state.practice_key is null
order by rated.measure, rated.period, rated.indicator, rated.practice_key nulls first
