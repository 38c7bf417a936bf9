-- title:    Members who miss a measure
-- grain:    one unit of the measure with at least one indicator not met
-- unit:     as the measure; person_key is null for a member whom no person matches
-- source:   the measure's rows (msr_…), plan_member_line, dim_measure
-- definition: In the denominator, not excluded and not in the numerator: antigens and combinations alike.
-- nulls:    plan and product_line are null where the unit of the measure is no plan member

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
    select member_key, plan, product_line
    from plan_member_line
    where exists (select 1 from dim_measure where 'msr_' || measure = $table and starts_with(unit, 'plan members'))
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
