-- title:    Gaps of plan members
-- grain:    one measure, period, plan member and indicator that is counted and not met
-- source:   msr_cis, msr_ima, msr_ais, fct_plan_enrollment
-- definition: Members in the denominator, not excluded and not in the numerator, single antigens and combinations. A member
--           whom no person matches is marked unmatched. No rows without a roster.
-- nulls:    person_key is null for an unmatched member

with rows as (
    select 'cis' as measure, * from msr_cis
    union all
    select 'ima', * from msr_ima
    union all
    select 'ais', * from msr_ais
)

select
    rows.measure,
    rows.period,
    member.plan,
    rows.unit_key as member_key,
    rows.person_key,
    rows.indicator,
    rows.person_key is null as is_unmatched
from rows
join (select distinct member_key, plan from fct_plan_enrollment) as member on member.member_key = rows.unit_key
where rows.in_denominator = 1 and rows.is_excluded = 0 and rows.in_numerator = 0
order by rows.measure, rows.period, member.plan, member_key, rows.indicator
