-- title:    Rates of every measure over every grouping
-- grain:    one indicator, period, dimension and member
-- each:     measure
-- source:   measure_row, the rows of one measure and period; person_cell, person_then
-- definition: County is that of the day of the measure (codes measure_residence: a birthday, the season's end, the delivery, else the
--           period's last day), today's where that day is not past. Practice is the one that answers today. Excluded units are out of numerator, denominator and rate alike; n_initial counts them. is_complete: the period is
--           over by as-of; a rate of one that is not is provisional.
-- nulls:    rate is null where the denominator is 0

with persons as (
    select person.person_key, coalesce(moved.cell, person.cell) as cell, person.practice_key
    from person_cell as person
    left join person_then as moved using (person_key)
),

by_group as (
    select
        row.indicator,
        coalesce(person.cell, 0) as cell,
        person.practice_key,
        grouping(person.practice_key) = 0 as is_practice,
        count(*) as n,
        count(*) filter (row.is_excluded = 1) as excluded,
        count(*) filter (row.in_denominator = 1 and row.is_excluded = 0) as denominator,
        count(*) filter (row.in_denominator = 1 and row.is_excluded = 0 and row.in_numerator = 1) as numerator
    from measure_row as row
    left join persons as person on person.person_key = row.person_key
    group by grouping sets ((row.indicator, coalesce(person.cell, 0)), (row.indicator, person.practice_key))
),

counted as (
    select
        by_group.indicator,
        case
            when grouping(cells.county) = 0 then 'county'
            when grouping(cells.sex) = 0 then 'sex'
            when grouping(cells.race) = 0 then 'race'
            when grouping(cells.ethnicity) = 0 then 'ethnicity'
            else 'state'
        end as dimension,
        coalesce(cells.county, cells.sex, cells.race, cells.ethnicity, 'all') as member,
        sum(by_group.n) as n,
        sum(by_group.excluded) as excluded,
        sum(by_group.denominator) as denominator,
        sum(by_group.numerator) as numerator
    from by_group
    join population_cell as cells using (cell)
    where not by_group.is_practice
    group by grouping sets (
        (by_group.indicator), (by_group.indicator, cells.county), (by_group.indicator, cells.sex),
        (by_group.indicator, cells.race), (by_group.indicator, cells.ethnicity)
    )
    union all
    select indicator, 'practice', coalesce(cast(practice_key as varchar), 'none'), n, excluded, denominator, numerator
    from by_group
    where is_practice
    union all
    select
        row.indicator,
        'product_line',
        coalesce(member.product_line, 'none') as product_line,
        count(*),
        count(*) filter (row.is_excluded = 1),
        count(*) filter (row.in_denominator = 1 and row.is_excluded = 0),
        count(*) filter (row.in_denominator = 1 and row.is_excluded = 0 and row.in_numerator = 1)
    from measure_row as row
    left join plan_member_line as member on member.member_key = row.unit_key
    where getvariable('measure_unit') = 'plan members'
    group by row.indicator, product_line
)

select
    getvariable('measure') as measure,
    getvariable('period') as period,
    cast(indicator as varchar) as indicator,
    dimension,
    member,
    cast(n as bigint) as n_initial,
    cast(excluded as bigint) as n_excluded,
    cast(denominator as bigint) as n_denominator,
    cast(numerator as bigint) as n_numerator,
    case when denominator > 0 then numerator / denominator end as rate,
    -- A season ends on 30 June of its year; the youngest of a birth-dose year are counted when they are three days old.
    case getvariable('measure')
        when 'influenza_season' then make_date(year(getvariable('period_end')), 6, 30)
        when 'hepb_birth_dose' then getvariable('period_end') + 3
        else getvariable('period_end')
    end <= getvariable('as_of') as is_complete
from counted
order by indicator, dimension, member
