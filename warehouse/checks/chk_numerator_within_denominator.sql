-- title:    Numerator ≤ denominator ≤ initial population, excluded units nowhere counted
-- grain:    one rate that breaks the rule
-- on_failure: stop

select measure, indicator, period, dimension, member
from agg_measure_rate
where n_numerator > n_denominator
    or n_denominator > n_initial - n_excluded
