-- title:    Every rate of one measure and period
-- grain:    one indicator, dimension and member
-- unit:     as the measure; rates are computed from the counts by the reader
-- source:   agg_measure_rate
-- nulls:    none

select indicator, dimension, member, n_initial, n_excluded, n_denominator, n_numerator
from agg_measure_rate
where measure = $measure and period = $period
