-- title:    Rates of every measure over every grouping
-- grain:    one indicator, period, dimension and member
-- each:     measure
-- source:   measure_row, the rows of one measure and period
-- definition: Excluded units are out of numerator, denominator and rate alike; n_initial counts them. is_complete: the period is
--           over by as-of; a rate of one that is not is provisional.
-- nulls:    rate is null where the denominator is 0

with units as (
    select
        row.indicator,
        row.in_denominator,
        row.is_excluded,
        row.in_numerator,
        coalesce(person.county_fips, 'unknown') as county,
        coalesce(person.sex, 'U') as sex,
        case
            when person.race is null then 'unknown'
            when contains(person.race, ';') then 'multiple'
            else person.race
        end as race,
        coalesce(person.ethnicity, 'unknown') as ethnicity,
        coalesce(cast(home.practice_key as varchar), 'none') as practice,
        coalesce(member.product_line, 'none') as product_line
    from measure_row as row
    left join dim_person as person on person.person_key = row.person_key
    left join person_home_practice as home on home.person_key = row.person_key
    left join plan_member_line as member
        on member.member_key = row.unit_key
        and getvariable('measure_unit') = 'plan members'
),

counted as (
    select
        indicator,
        case
            when grouping(county) = 0 then 'county'
            when grouping(sex) = 0 then 'sex'
            when grouping(race) = 0 then 'race'
            when grouping(ethnicity) = 0 then 'ethnicity'
            when grouping(practice) = 0 then 'practice'
            when grouping(product_line) = 0 then 'product_line'
            else 'state'
        end as dimension,
        coalesce(county, sex, race, ethnicity, practice, product_line, 'all') as member,
        cast(count(*) as bigint) as n_initial,
        cast(count(*) filter (is_excluded = 1) as bigint) as n_excluded,
        cast(count(*) filter (in_denominator = 1 and is_excluded = 0) as bigint) as n_denominator,
        cast(count(*) filter (in_denominator = 1 and is_excluded = 0 and in_numerator = 1) as bigint) as n_numerator
    from units
    group by grouping sets (
        (indicator),
        (indicator, county),
        (indicator, sex),
        (indicator, race),
        (indicator, ethnicity),
        (indicator, practice),
        (indicator, product_line)
    )
)

select
    getvariable('measure') as measure,
    getvariable('period') as period,
    indicator,
    dimension,
    member,
    n_initial,
    n_excluded,
    n_denominator,
    n_numerator,
    case when n_denominator > 0 then n_numerator / n_denominator end as rate,
    -- A season ends on 30 June of its year.
    case when getvariable('measure') = 'influenza_season' then make_date(year(getvariable('period_end')), 6, 30) else getvariable('period_end') end
        <= getvariable('as_of') as is_complete
from counted
where dimension <> 'product_line' or getvariable('measure_unit') = 'plan members'
order by indicator, dimension, member
