-- title:    Members who miss a measure
-- grain:    one unit of the measure with at least one indicator not met
-- unit:     as the measure; person_key is null for a member whom no person matches
-- source:   the measure's rows (msr_…), fct_plan_enrollment

with unmet as (
    select
        unit_key,
        person_key,
        string_agg(indicator, ', ' order by indicator) as indicators_unmet,
        cast(count(*) as bigint) as n_unmet
    from query_table($table)
    where period = $period and in_denominator = 1 and is_excluded = 0 and in_numerator = 0
    group by unit_key, person_key
),

members as (
    select member_key, min(plan) as plan, min(product_line) as product_line
    from fct_plan_enrollment
    group by member_key
)

select
    unmet.unit_key,
    unmet.person_key,
    members.plan,
    members.product_line,
    unmet.indicators_unmet,
    unmet.n_unmet
from unmet
left join members on members.member_key = unmet.unit_key
order by unmet.n_unmet desc, unmet.unit_key
