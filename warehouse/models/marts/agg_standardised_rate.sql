-- title:    Age-standardised rates by county
-- grain:    one measure, period, indicator and county (or state)
-- source:   msr_participation, msr_influenza_season (whole indicators), dim_person, person_move, codes standard_population
-- definition: Direct standardisation: rates within age groups of the standard, weighted by the standard's weights over the groups in
--           which the county has someone; interval of 95 % by the sum of weighted binomial variances. Age is that on the last day
--           of the period or season, county where the person lived on it. The crude rate stands beside it.
-- nulls:    none

with rows as (
    select 'participation' as measure, period, cast(period as date) as on_date, indicator, person_key, in_numerator
    from msr_participation
    where in_denominator = 1 and is_excluded = 0
    union all
    select 'influenza_season', period, make_date(cast(left(period, 4) as integer), 6, 30), indicator, person_key, in_numerator
    from msr_influenza_season
    where in_denominator = 1 and is_excluded = 0 and indicator in ('at_least_one', 'fully_vaccinated')
),

-- On as-of and later today's county holds.
placed as (
    select rows.*, person.birth_date, coalesce(home.county_fips, person.county_fips) as county
    from rows
    join dim_person as person using (person_key)
    left join person_move as home
        on home.person_key = case when rows.on_date < getvariable('as_of') then rows.person_key end
        and rows.on_date between home.from_date and home.to_date
),

-- The group of each age in years.
groups as (
    select ages.age, cast(listed.from_age as integer) as from_age, cast(listed.weight as double) as weight
    from code_standard_population as listed
    join range(0, 201) as ages (age) on ages.age between cast(listed.from_age as integer) and coalesce(try_cast(listed.to_age as integer), 200)
    where listed.standard = 'us_2000'
),

counted as (
    select
        rows.measure,
        rows.period,
        rows.indicator,
        case when grouping(county) = 0 then county else 'state' end as county_fips,
        groups.from_age,
        any_value(groups.weight) as weight,
        count(*) as n,
        count(*) filter (rows.in_numerator = 1) as n_met
    from placed as rows
    join groups on groups.age = cql_age_months(rows.birth_date, rows.on_date) // 12
    group by grouping sets (
        (rows.measure, rows.period, rows.indicator, rows.county, groups.from_age),
        (rows.measure, rows.period, rows.indicator, groups.from_age)
    )
),

weighted as (
    select
        measure,
        period,
        indicator,
        county_fips,
        cast(sum(n) as bigint) as n_denominator,
        cast(sum(n_met) as bigint) as n_numerator,
        count(*) as n_age_groups,
        sum(weight * n_met / n order by from_age) / sum(weight) as standardised_rate,
        sqrt(sum(weight * weight * (n_met / n) * (1 - n_met / n) / n order by from_age)) / sum(weight) as standard_error
    from counted
    group by measure, period, indicator, county_fips
)

select
    measure,
    period,
    indicator,
    county_fips,
    n_denominator,
    n_numerator,
    n_numerator / n_denominator as crude_rate,
    standardised_rate,
    greatest(0, standardised_rate - 1.959964 * standard_error) as rate_low,
    least(1, standardised_rate + 1.959964 * standard_error) as rate_high,
    n_age_groups
from weighted
order by measure, period, indicator, county_fips
