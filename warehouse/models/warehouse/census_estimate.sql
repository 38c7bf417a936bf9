-- title:    Census estimates on as-of
-- grain:    one county (or state) and age in whole years
-- source:   fct_population
-- database: view
-- definition: Estimates are of 1 July: between two of them each counts by how near it is, on 1 July the estimate of the day alone. An area that has
--           no estimate after as-of, as where the next year is projected for the state alone, counts with its last one; one that has none
--           before, with the first if it is of the year of as-of.
-- nulls:    none

with years as (
    select
        geography_fips,
        max(year) filter (make_date(year, 7, 1) <= getvariable('as_of')) as earlier,
        min(year) filter (make_date(year, 7, 1) > getvariable('as_of')) as later
    from fct_population
    group by geography_fips
),

shares as (
    select
        geography_fips,
        earlier as year,
        coalesce(
            (make_date(later, 7, 1) - getvariable('as_of')) / (make_date(later, 7, 1) - make_date(earlier, 7, 1)), 1
        ) as share
    from years
    where earlier is not null
    union all
    select
        geography_fips,
        later,
        coalesce((getvariable('as_of') - make_date(earlier, 7, 1)) / (make_date(later, 7, 1) - make_date(earlier, 7, 1)), 1)
    from years
    where later is not null and (earlier is not null or later = year(getvariable('as_of')))
)

select
    case when length(geography_fips) = 2 then 'state' else geography_fips end as county_fips,
    age_years,
    sum(population * share) as population
from fct_population
join shares using (geography_fips, year)
group by county_fips, age_years
