-- Rates of one measure as of past dates, re-computed one way from the facts of the build attached as b.
select
    max(about.value) filter (about.key = 'build_id') as build,
    cast(rate.as_of_date as varchar) as as_of,
    max(about.value) filter (about.key = 'known_by') as known_by,
    max(about.value) filter (about.key = 'schedule_version') as schedule,
    're-computed' as way,
    cast(rate.as_of_date as varchar) as period,
    rate.indicator,
    rate.n_denominator,
    rate.n_numerator,
    rate.rate,
    rate.is_complete
from b.agg_measure_trend as rate
cross join b.build_info as about
where rate.measure = $1 and rate.dimension = $2 and rate.member = $3
group by rate.as_of_date, rate.indicator, rate.n_denominator, rate.n_numerator, rate.rate, rate.is_complete
order by rate.indicator, rate.as_of_date
