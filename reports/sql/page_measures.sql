-- title:    Every indicator that was counted, with the header of its measure's file
-- grain:    one measure and indicator
-- source:   agg_measure_rate, dim_measure
-- nulls:    empty text where the header does not say

with counted as (
    select distinct measure, indicator
    from agg_measure_rate
)

select
    counted.measure,
    counted.indicator,
    about.title,
    about.definition,
    about.steward,
    about.version,
    about.grain,
    about.unit,
    about.period,
    about.source,
    about.nulls
from counted
join dim_measure as about using (measure)
order by counted.measure, counted.indicator
