-- title:    Patients of practices counted by antigen
-- grain:    one measure, practice (null for the state) and antigen or series
-- source:   msr_practice_childhood, msr_practice_adolescent; agg_practice_assessment rates and compares the counts
-- database: scratch
-- nulls:    practice_key is null for the state; by the milestone, late and missed where the measure does not ask it of the indicator

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
)

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
