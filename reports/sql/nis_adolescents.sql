-- title:    The national survey's marks for adolescents on a day
-- grain:    one indicator, dimension and member
-- source:   agg_coverage_nis
-- nulls:    none

select indicator, dimension, member, n_persons, n_met, is_shown, is_reliable
from agg_coverage_nis
where survey = 'teen' and period = $period
