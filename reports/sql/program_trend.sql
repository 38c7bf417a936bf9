-- title:    Coverage of the whole jurisdiction over time
-- grain:    one as-of date
-- source:   agg_measure_trend

select strftime(as_of_date, '%Y-%m-%d') as as_of, n_denominator, n_numerator, is_complete
from agg_measure_trend
where measure = $measure and indicator = $indicator and dimension = 'state'
order by as_of
