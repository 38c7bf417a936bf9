-- title:    Rates of a measure as of past dates
-- grain:    one indicator, as-of date, dimension (state or county) and member
-- source:   trend_point, re-computed from today's facts as of the past date; agg_measure_rate where the date is the end of a period of the measure (trend_period)
-- definition: County is that of the day of the measure, as in agg_measure_rate. is_complete as there: false where some of the
--           period's units could not be counted yet.
-- nulls:    rate is null where the denominator is 0

select measure, as_of_date, indicator, dimension, member, n_denominator, n_numerator, rate, is_complete
from trend_point
union all
select
    rate.measure,
    period.as_of_date,
    rate.indicator,
    rate.dimension,
    rate.member,
    rate.n_denominator,
    rate.n_numerator,
    rate.rate,
    rate.is_complete
from agg_measure_rate as rate
join trend_period as period using (measure, period)
where rate.dimension in ('state', 'county')
order by measure, as_of_date, indicator, dimension, member
