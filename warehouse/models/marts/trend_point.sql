-- title:    Rates of a measure as of past dates that are not periods of it
-- grain:    one indicator, as-of date, dimension (state or county) and member
-- each:     trend
-- database: scratch
-- source:   measure_row, re-computed from today's facts as of the past date; person_cell, person_then
-- definition: As in agg_measure_trend, which adds the points that are periods of the measure.
-- nulls:    rate is null where the denominator is 0

-- A plan member whom no person matches is counted in the state and under unknown.
with persons as (
    select person.person_key, coalesce(moved.cell, person.cell) as cell
    from person_cell as person
    left join person_then as moved using (person_key)
),

by_cell as (
    select
        row.indicator,
        coalesce(person.cell, 0) as cell,
        count(*) filter (row.in_denominator = 1 and row.is_excluded = 0) as denominator,
        count(*) filter (row.in_denominator = 1 and row.is_excluded = 0 and row.in_numerator = 1) as numerator
    from measure_row as row
    left join persons as person on person.person_key = row.person_key
    group by row.indicator, coalesce(person.cell, 0)
),

counted as (
    select
        by_cell.indicator,
        case when grouping(cells.county) = 0 then 'county' else 'state' end as dimension,
        coalesce(cells.county, 'all') as member,
        cast(sum(by_cell.denominator) as bigint) as n_denominator,
        cast(sum(by_cell.numerator) as bigint) as n_numerator
    from by_cell
    join population_cell as cells using (cell)
    group by grouping sets ((by_cell.indicator), (by_cell.indicator, cells.county))
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
