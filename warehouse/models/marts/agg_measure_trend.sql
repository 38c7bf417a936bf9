-- title:    Rates of a measure as of past dates
-- grain:    one indicator, as-of date, dimension (state or county) and member
-- each:     trend
-- source:   measure_row, re-computed from today's facts as of the past date
-- nulls:    rate is null where the denominator is 0

with counted as (
    select
        row.indicator,
        case when grouping(person.county_fips) = 0 then 'county' else 'state' end as dimension,
        coalesce(person.county_fips, 'all') as member,
        cast(count(*) filter (row.in_denominator = 1 and row.is_excluded = 0) as bigint) as n_denominator,
        cast(count(*) filter (row.in_denominator = 1 and row.is_excluded = 0 and row.in_numerator = 1) as bigint) as n_numerator
    from measure_row as row
    join dim_person as person on person.person_key = row.person_key
    group by grouping sets ((row.indicator), (row.indicator, person.county_fips))
)

select
    getvariable('measure') as measure,
    getvariable('period_end') as as_of_date,
    indicator,
    dimension,
    member,
    n_denominator,
    n_numerator,
    case when n_denominator > 0 then n_numerator / n_denominator end as rate
from counted
order by indicator, dimension, member
