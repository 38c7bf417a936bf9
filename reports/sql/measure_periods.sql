-- title:    Periods that a measure was counted for, newest first
-- grain:    one period
-- source:   agg_measure_rate

select distinct period
from agg_measure_rate
where measure = $measure
order by period desc
