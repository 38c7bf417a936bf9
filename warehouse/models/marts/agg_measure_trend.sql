-- title:    Rates of a measure as of past dates
-- grain:    one indicator, as-of date, dimension (state or county) and member
-- each:     trend
-- source:   measure_row, re-computed from today's facts as of the past date; dim_person, person_then
-- definition: County is that of the day of the measure, as in agg_measure_rate. is_complete as there: false where some of the
--           period's units could not be counted yet.
-- nulls:    rate is null where the denominator is 0

-- A plan member whom no person matches is counted in the state and under unknown.
with units as (
    select
        row.indicator,
        coalesce(moved.county_fips, person.county_fips, 'unknown') as county,
        cast(row.in_denominator = 1 and row.is_excluded = 0 as integer) as denominator,
        cast(row.in_denominator = 1 and row.is_excluded = 0 and row.in_numerator = 1 as integer) as numerator
    from measure_row as row
    left join dim_person as person on person.person_key = row.person_key
    left join person_then as moved on moved.person_key = row.person_key
),

by_county as (
    select indicator, county, sum(denominator) as denominator, sum(numerator) as numerator
    from units
    group by indicator, county
),

counted as (
    select
        indicator,
        case when grouping(county) = 0 then 'county' else 'state' end as dimension,
        coalesce(county, 'all') as member,
        cast(sum(denominator) as bigint) as n_denominator,
        cast(sum(numerator) as bigint) as n_numerator
    from by_county
    group by grouping sets ((indicator), (indicator, county))
)

select
    getvariable('measure') as measure,
    getvariable('period_end') as as_of_date,
    indicator,
    dimension,
    member,
    n_denominator,
    n_numerator,
    case when n_denominator > 0 then n_numerator / n_denominator end as rate,
    -- The youngest of a birth-dose year are counted when they are three days old.
    getvariable('period_end') + cast(case when getvariable('measure') = 'hepb_birth_dose' then 3 else 0 end as integer) <= getvariable('as_of') as is_complete
from counted
order by indicator, dimension, member
