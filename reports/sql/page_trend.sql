-- title:    One indicator of the state over time
-- grain:    one as-of date
-- unit:     denominators are those of the measure; of enrolment, the census estimate of the newest year not after the date
-- source:   agg_measure_trend, fct_population
-- nulls:    census_population is null where no state estimate covers the date

with points as (
    select as_of_date, n_denominator, n_numerator
    from agg_measure_trend
    where measure = $measure and indicator = $indicator and dimension = 'state'
),

census as (
    select
        year,
        sum(case when age_years < 6 then population end) as under_six,
        sum(case when age_years = 0 then population end) as infants
    from fct_population
    where length(geography_fips) = 2
    group by year
),

dated as (
    select
        points.as_of_date,
        max(census.year) as year
    from points
    left join census on census.year <= year(points.as_of_date)
    group by points.as_of_date
)

select
    points.as_of_date,
    points.n_denominator,
    points.n_numerator,
    cast(round(census.under_six - case when ends_with($indicator, '_4_71') then census.infants * 4 / 12 else 0 end) as bigint)
        as census_population
from points
join dated using (as_of_date)
left join census on census.year = dated.year
order by points.as_of_date
