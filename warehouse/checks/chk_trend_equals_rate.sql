-- title:    A point of a trend equals the rate of the same period
-- grain:    one indicator and member whose trend and rate count differently
-- on_failure: stop

select trend.measure, trend.indicator, trend.as_of_date, trend.dimension, trend.member
from agg_measure_trend as trend
join agg_measure_rate as rate
    on rate.measure = trend.measure
    and rate.indicator = trend.indicator
    and rate.dimension = trend.dimension
    and rate.member = trend.member
    and rate.period in (
        cast(trend.as_of_date as varchar),
        case when month(trend.as_of_date) = 12 and day(trend.as_of_date) = 31 then cast(year(trend.as_of_date) as varchar) end
    )
where rate.n_denominator <> trend.n_denominator or rate.n_numerator <> trend.n_numerator
