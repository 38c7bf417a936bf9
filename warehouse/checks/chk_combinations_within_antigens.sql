-- title:    No combination has more numerator units than any of its antigens
-- grain:    one combination rate above one of its antigens
-- on_failure: stop

select combination.measure, combination.period, combination.indicator, part.antigen, combination.dimension, combination.member
from agg_measure_rate as combination
join code_measure_part as part
    on part.measure = combination.measure
    and part.indicator = combination.indicator
    and part.antigen <> part.indicator
join agg_measure_rate as single
    on single.measure = combination.measure
    and single.period = combination.period
    and single.indicator = part.antigen
    and single.dimension = combination.dimension
    and single.member = combination.member
where combination.n_numerator > single.n_numerator
