-- title:    One birth cohort at one milestone age by group
-- grain:    one indicator, dimension and member
-- source:   agg_coverage_cohort
-- nulls:    none

select indicator, dimension, member, n_cohort, n_met
from agg_coverage_cohort
where birth_year = $birth_year and milestone_months = $milestone and dimension in ('state', $by)
    and not starts_with(indicator, 'nis_') and coalesce(indicator = $indicator, true)
qualify max(n_met) over (partition by indicator) > 0
order by indicator, dimension, member
