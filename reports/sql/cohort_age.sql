-- title:    Coverage by age of the newest three birth years, Kaplan-Meier, read at the milestones
-- grain:    one birth year, indicator and milestone
-- source:   agg_coverage_by_age, agg_coverage_by_county
-- definition: The last step of the curve up to the milestone, in days from 1 March 2000 as agg_coverage_by_county counts them.
--           Dose counts that nobody has reached are left out.
-- nulls:    the interval is null where nobody has reached the count by then, or everybody

with milestones as (
    select birth_year, indicator, milestone_months, n_followed, n_events, coverage, is_complete
    from agg_coverage_by_county
    where county_fips = 'state' and not starts_with(indicator, 'nis_') and coalesce(indicator = $indicator, true)
    qualify dense_rank() over (order by birth_year desc) <= 3 and max(n_events) over (partition by indicator) > 0
)

select
    milestones.birth_year,
    milestones.indicator,
    milestones.milestone_months,
    any_value(milestones.n_followed) as n_followed,
    any_value(milestones.n_events) as n_events,
    coalesce(max_by(step.coverage, step.age_days), 0) as coverage,
    max_by(step.coverage_low, step.age_days) as coverage_low,
    max_by(step.coverage_high, step.age_days) as coverage_high,
    any_value(milestones.is_complete) as is_complete
from milestones
left join agg_coverage_by_age as step
    on step.birth_year = milestones.birth_year
    and step.indicator = milestones.indicator
    and step.age_days <= cast(date '2000-03-01' + to_months(milestones.milestone_months) as date) - date '2000-03-01'
group by milestones.birth_year, milestones.indicator, milestones.milestone_months
order by milestones.birth_year desc, milestones.indicator, milestones.milestone_months
