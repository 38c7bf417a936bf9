-- title:    Birth cohorts of the whole jurisdiction at one milestone age
-- grain:    one birth year and indicator
-- source:   agg_coverage_cohort
-- definition: The newest six birth years; those whose youngest has not reached the age stand last.
--           Dose counts that nobody has reached by the age are left out.
-- nulls:    none

select birth_year, indicator, n_cohort, n_met, is_complete
from agg_coverage_cohort
where dimension = 'state' and milestone_months = $milestone and not starts_with(indicator, 'nis_')
    and coalesce(indicator = $indicator, true)
qualify dense_rank() over (order by birth_year desc) <= 6 and max(n_met) over (partition by indicator) > 0
order by is_complete desc, birth_year desc, indicator
