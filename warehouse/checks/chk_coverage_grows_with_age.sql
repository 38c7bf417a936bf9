-- title:    Coverage by age never falls and stays within 0 and 1
-- grain:    one step of a coverage curve that falls or leaves the range
-- on_failure: stop

select birth_year, indicator, age_days
from agg_coverage_by_age
qualify coverage < 0
    or coverage > 1
    or coverage < lag(coverage) over (partition by birth_year, indicator order by age_days)
