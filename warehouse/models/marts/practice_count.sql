-- title:    Patients of practices counted by antigen
-- grain:    one measure, practice (null for the state) and antigen or series
-- source:   msr_practice_childhood, msr_practice_adolescent; agg_practice_assessment rates and compares the counts
-- database: scratch
-- nulls:    practice_key is null for the state; by the milestone, late and missed where the measure does not ask it of the indicator

-- What an indicator asks of its antigen or series, by bit: met, met by the milestone, missed on the last visit, missed.
with childhood as (
    select distinct indicator from msr_practice_childhood
),

adolescent as (
    select distinct indicator from msr_practice_adolescent
),

asked as (
    select
        measure,
        indicator,
        regexp_replace(indicator, '(_by_milestone|_missed_on_last_visit|_missed)$', '') as antigen,
        cast(dense_rank() over (order by measure, antigen) as utinyint) as antigen_key,
        case
            when ends_with(indicator, '_by_milestone') then 1
            when ends_with(indicator, '_missed_on_last_visit') then 2
            when ends_with(indicator, '_missed') then 3
            else 0
        end as bit
    from (
        select 'practice_childhood' as measure, cast(indicator as varchar) as indicator from childhood
        union all
        select 'practice_adolescent', cast(indicator as varchar) from adolescent
    )
),

-- Measure by measure, since each has its own list of indicators: so numbers are compared, and no words.
rows as (
    select row.period, row.unit_key, asked.antigen_key, asked.bit, row.in_denominator, row.in_numerator
    from msr_practice_childhood as row
    join (
        select childhood.indicator, asked.* exclude (indicator)
        from childhood
        join asked on asked.measure = 'practice_childhood' and asked.indicator = cast(childhood.indicator as varchar)
    ) as asked on asked.indicator = row.indicator
    where row.is_excluded = 0
    union all
    select row.period, row.unit_key, asked.antigen_key, asked.bit, row.in_denominator, row.in_numerator
    from msr_practice_adolescent as row
    join (
        select adolescent.indicator, asked.* exclude (indicator)
        from adolescent
        join asked on asked.measure = 'practice_adolescent' and asked.indicator = cast(adolescent.indicator as varchar)
    ) as asked on asked.indicator = row.indicator
    where row.is_excluded = 0
),

-- Of a patient and antigen, in one number: which of the four are asked (1 to 8), which are so (16 to 128), whether the patient is active (256).
units as (
    select period, unit_key, antigen_key, bit_or((1 << bit) + in_numerator * (16 << bit) + 256 * in_denominator) as found
    from rows
    group by period, unit_key, antigen_key
),

counted as (
    select units.period, relation.practice_key, units.antigen_key, units.found, count(*) as n
    from units
    join fct_person_practice as relation on relation.relation_key = units.unit_key
    group by units.period, relation.practice_key, units.antigen_key, units.found
)

select
    named.measure,
    counted.period,
    counted.practice_key,
    named.antigen as indicator,
    cast(coalesce(sum(n) filter (found & 256 > 0), 0) as bigint) as n_patients,
    cast(coalesce(sum(n) filter (found & 272 = 272), 0) as bigint) as n_up_to_date,
    -- What no row of the indicator asks is not known, and not zero.
    case when bit_or(found) & 2 > 0 then cast(coalesce(sum(n) filter (found & 288 = 288), 0) as bigint) end as n_by_milestone,
    case when bit_or(found) & 2 > 0 then cast(coalesce(sum(n) filter (found & 272 = 272 and found & 34 = 2), 0) as bigint) end as n_late,
    case when bit_or(found) & 4 > 0 then cast(coalesce(sum(n) filter (found & 320 = 320 and found & 17 = 1), 0) as bigint) end as n_missed_last_visit,
    case when bit_or(found) & 8 > 0 then cast(coalesce(sum(n) filter (found & 384 = 384), 0) as bigint) end as n_missed,
    case when bit_or(found) & 8 > 0 then cast(coalesce(sum(n) filter (found & 384 = 384 and found & 17 = 1), 0) as bigint) end as n_missed_still_due,
    cast(sum(n) as bigint) as n_with_inactivated,
    cast(coalesce(sum(n) filter (found & 16 > 0), 0) as bigint) as n_up_to_date_with_inactivated
from counted
join (select distinct measure, antigen, antigen_key from asked) as named using (antigen_key)
group by grouping sets (
    (named.measure, counted.period, counted.practice_key, named.antigen), (named.measure, counted.period, named.antigen)
)
