-- title:    Periods that a measure was counted for, newest first
-- grain:    one period
-- source:   agg_measure_rate
-- definition: is_complete: the period was over on the as-of date; else its rates are provisional.

select period, bool_and(is_complete) as is_complete
from agg_measure_rate
where measure = $measure
group by period
order by period desc
