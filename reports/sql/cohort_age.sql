-- title:    Coverage by age of the newest three birth years, Kaplan-Meier, at the milestones
-- grain:    one birth year, indicator and milestone
-- source:   agg_coverage_by_county
-- definition: Dose counts that nobody has reached are left out.
-- nulls:    the interval is null where nobody has reached the count by then, or everybody

select
    birth_year,
    indicator,
    milestone_months,
    n_followed,
    n_events,
    coverage,
    coverage_low,
    coverage_high,
    is_complete
from agg_coverage_by_county
where county_fips = 'state' and not starts_with(indicator, 'nis_') and coalesce(indicator = $indicator, true)
qualify dense_rank() over (order by birth_year desc) <= 3 and max(n_events) over (partition by indicator) > 0
order by birth_year desc, indicator, milestone_months
