-- Rates of one measure as the build attached as b published them: its own as-of, known-by and schedule beside each.
select
    max(about.value) filter (about.key = 'build_id') as build,
    max(about.value) filter (about.key = 'as_of') as as_of,
    max(about.value) filter (about.key = 'known_by') as known_by,
    max(about.value) filter (about.key = 'schedule_version') as schedule,
    'published' as way,
    rate.period,
    rate.indicator,
    rate.n_denominator,
    rate.n_numerator,
    rate.rate,
    rate.is_complete
from b.agg_measure_rate as rate
cross join b.build_info as about
where rate.measure = $1 and rate.dimension = $2 and rate.member = $3
group by rate.period, rate.indicator, rate.n_denominator, rate.n_numerator, rate.rate, rate.is_complete
order by rate.indicator, rate.period
