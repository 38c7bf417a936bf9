-- title:    County sums equal the state
-- grain:    one indicator and period whose counties do not add up
-- on_failure: stop

select measure, indicator, period
from agg_measure_rate
where dimension in ('county', 'state')
group by measure, indicator, period
having sum(case when dimension = 'county' then n_denominator else -n_denominator end) <> 0
    or sum(case when dimension = 'county' then n_numerator else -n_numerator end) <> 0
