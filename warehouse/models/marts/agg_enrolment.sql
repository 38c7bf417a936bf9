-- title:    Enrolment against the census population
-- grain:    one period, reading, age band and county (or state, unknown, out_of_state)
-- source:   msr_fully_operational, census_estimate
-- definition: Numerator: registry children by reading. Denominator: census estimate of the band on
--           as-of (census_estimate); the band 4-71 months
--           takes 8/12 of age 0. Rates above 100 % are shown as they are; capped_rate never exceeds 1.
-- nulls:    census_population and rates are null where the population files hold no row for the county

with population as (
    select
        county_fips,
        sum(case when age_years < 6 then population end) as under_six,
        sum(case when age_years = 0 then population end) as infants
    from census_estimate
    group by county_fips
),

bands as (
    select '0_71' as band, '0-71 months' as age_band
    union all
    select '4_71', '4-71 months'
),

census as (
    select
        population.county_fips,
        bands.band,
        bands.age_band,
        cast(round(population.under_six - case when bands.band = '4_71' then infants * 4 / 12 else 0 end) as bigint) as population
    from population
    cross join bands
),

registry as (
    select
        measure.period,
        left(measure.indicator, length(measure.indicator) - 5) as reading,
        right(measure.indicator, 4) as band,
        case when grouping(person.county_fips) = 0 then person.county_fips else 'state' end as county_fips,
        cast(count(*) filter (measure.is_excluded = 0) as bigint) as n_registry,
        cast(count(*) filter (measure.is_excluded = 0 and measure.in_numerator = 1) as bigint) as n_numerator
    from msr_fully_operational as measure
    join dim_person as person using (person_key)
    group by grouping sets (
        (measure.period, measure.indicator, person.county_fips), (measure.period, measure.indicator)
    )
)

select
    registry.period,
    registry.reading as indicator,
    bands.age_band,
    registry.county_fips,
    registry.n_numerator,
    registry.n_registry,
    census.population as census_population,
    case when census.population > 0 then registry.n_numerator / census.population end as rate,
    case when census.population > 0 then least(1.0, registry.n_numerator / census.population) end as capped_rate
from registry
join bands using (band)
left join census on census.county_fips = registry.county_fips and census.band = registry.band
order by registry.period, indicator, age_band, registry.county_fips
