-- title:    One indicator of the state over time
-- grain:    one as-of date
-- unit:     denominators are those of the measure; of enrolment, the census estimate on the date: between the mid-year estimates
--           before and after it, or the last one
-- source:   agg_measure_trend, fct_population
-- nulls:    census_population is null where no state estimate covers the date

with points as (
    select as_of_date, n_denominator, n_numerator, is_complete
    from agg_measure_trend
    where measure = $measure and indicator = $indicator and dimension = 'state'
),

census as (
    select
        year,
        make_date(year, 7, 1) as on_date,
        cast(sum(case when age_years < 6 then population end) as double) as under_six,
        cast(sum(case when age_years = 0 then population end) as double) as infants
    from fct_population
    where length(geography_fips) = 2
    group by year
),

dated as (
    select
        points.as_of_date,
        max(census.on_date) filter (census.on_date <= points.as_of_date) as earlier,
        min(census.on_date) filter (census.on_date > points.as_of_date) as later
    from points
    left join census on true
    group by points.as_of_date
),

-- How near the later estimate is: 0 on the earlier, 1 where there is only the later, of the same year.
placed as (
    select
        as_of_date,
        coalesce(earlier, later) as earlier,
        coalesce(later, earlier) as later,
        coalesce((as_of_date - earlier) / (later - earlier), 0) as share
    from dated
    where earlier is not null or year(later) = year(as_of_date)
),

estimated as (
    select
        placed.as_of_date,
        before.under_six * (1 - share) + after.under_six * share as under_six,
        before.infants * (1 - share) + after.infants * share as infants
    from placed
    join census as before on before.on_date = placed.earlier
    join census as after on after.on_date = placed.later
)

select
    points.as_of_date,
    points.n_denominator,
    points.n_numerator,
    points.is_complete,
    cast(round(estimated.under_six - case when ends_with($indicator, '_4_71') then estimated.infants * 4 / 12 else 0 end) as bigint)
        as census_population
from points
left join estimated using (as_of_date)
order by points.as_of_date
