-- title:    Adolescents and adults in the registry against the census population
-- grain:    one period, indicator and county (or state, unknown, out_of_state)
-- source:   msr_participation, fct_population of the newest year not after as-of
-- definition: Numerator: adolescents of 11 to 17 years and adults of 19 years or more who take part. Denominator: the census
--           estimate of these ages, never the registry's own population, which stands beside it. Rates above 100 % are shown as
--           they are; capped_rate never exceeds 1. Adult histories are a lower bound.
-- nulls:    census_population and rates are null where the population files hold no row for the county

with newest as (
    select max(year) as year
    from fct_population
    where year <= year(getvariable('as_of'))
),

census as (
    select
        case when length(geography_fips) = 2 then 'state' else geography_fips end as county_fips,
        case when age_years >= 19 then 'adult' else 'adolescent' end as indicator,
        sum(population) as population
    from fct_population
    where year = (select year from newest)
        and (age_years between 11 and 17 or age_years >= 19)
    group by 1, 2
),

registry as (
    select
        measure.period,
        measure.indicator,
        case when grouping(person.county_fips) = 0 then person.county_fips else 'state' end as county_fips,
        count(*) filter (measure.is_excluded = 0) as n_registry,
        count(*) filter (measure.is_excluded = 0 and measure.in_numerator = 1) as n_numerator
    from msr_participation as measure
    join dim_person as person using (person_key)
    group by grouping sets ((measure.period, measure.indicator, person.county_fips), (measure.period, measure.indicator))
)

select
    registry.period,
    registry.indicator,
    registry.county_fips,
    cast(registry.n_numerator as bigint) as n_numerator,
    cast(registry.n_registry as bigint) as n_registry,
    cast(census.population as bigint) as census_population,
    case when census.population > 0 then registry.n_numerator / census.population end as rate,
    case when census.population > 0 then least(1.0, registry.n_numerator / census.population) end as capped_rate
from registry
left join census on census.county_fips = registry.county_fips and census.indicator = registry.indicator
order by registry.period, registry.indicator, registry.county_fips
