-- title:    Adolescents and adults in the registry against the census population
-- grain:    one period, indicator and county (or state, unknown, out_of_state)
-- source:   msr_participation, census_estimate
-- definition: Numerator: adolescents of 11 to 17 years and adults of 19 years or more who take part. Denominator: the census
--           estimate of these ages on as-of (census_estimate), never the registry's own population, which stands beside it. Rates above 100 % are shown as
--           they are; capped_rate never exceeds 1. Adult histories are a lower bound.
-- nulls:    census_population and rates are null where the population files hold no row for the county

with terms as (
    select
        max(cast(value as integer)) filter (name = 'adolescent_from_months') as adolescent_from,
        max(cast(value as integer)) filter (name = 'adolescent_to_months') as adolescent_to,
        max(cast(value as integer)) filter (name = 'adult_from_months') as adult_from
    from code_program_parameter
),

census as (
    select
        county_fips,
        case when age_years * 12 >= adult_from then 'adult' else 'adolescent' end as indicator,
        round(sum(population)) as population
    from census_estimate
    cross join terms
    where age_years * 12 >= adolescent_from and age_years * 12 < adolescent_to or age_years * 12 >= adult_from
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
