-- title:    The national survey's definitions, children by birth year
-- grain:    one birth year, milestone age, indicator, dimension and member
-- source:   agg_coverage_nis
-- definition: The whole jurisdiction of the newest four birth years, and one breakdown of the newest complete one of each age;
--           $by = state gives no breakdown.
-- nulls:    none

with rates as (
    select
        *,
        dense_rank() over (order by period desc) <= 4 as is_new,
        period = max(period) filter (is_complete) over (partition by milestone_months) as is_newest_complete
    from agg_coverage_nis
    where survey = 'child' and dimension in ('state', $by) and coalesce(indicator = $indicator, true)
)

select period, milestone_months, indicator, dimension, member, n_persons, n_met, is_complete, is_shown, is_reliable
from rates
where dimension = 'state' and is_new or dimension <> 'state' and is_newest_complete
order by milestone_months, is_complete desc, period desc, indicator, dimension <> 'state', member
