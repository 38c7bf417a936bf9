-- title:    Plan enrolment
-- grain:    one roster member, product line and span
-- source:   plan rosters; identity_plan_member
-- nulls:    person_key is null where no person or more than one was found, and for a person who is left out by consent

with spans as (
    select distinct
        sender as plan,
        member_id,
        product_line,
        enrolled_from as from_date,
        enrolled_to as to_date,
        birth_date,
        sex
    from stg_plan_member
)

select
    member.member_key,
    spans.plan,
    spans.product_line,
    spans.birth_date,
    spans.sex,
    spans.from_date,
    spans.to_date,
    case when policy.person_key is null then member.person_key end as person_key,
    bucket_of(case when policy.person_key is null then member.person_key end) as bucket
from spans
join identity_plan_member as member using (plan, member_id)
left join dim_person_policy as policy
    on policy.person_key = member.person_key
    and policy.consequence in ('leave_out', 'purge')
order by member.member_key, from_date, product_line
