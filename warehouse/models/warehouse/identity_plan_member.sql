-- title:    The ids under which plans know their members
-- grain:    one plan member
-- source:   plan rosters; members are found among the persons by the linkage that makes persons, and never make one
-- database: identity
-- nulls:    person_key is null where no person or more than one was found, and for a person who is left out by consent

with members as (
    select distinct sender as plan, member_id
    from stg_plan_member
)

select
    cast(row_number() over (order by members.plan, members.member_id) as bigint) as member_key,
    members.plan,
    members.member_id,
    case when policy.person_key is null then found.person_key end as person_key
from members
left join roster_person as found on found.kind = 'plan' and found.source = members.plan and found.id = members.member_id
left join dim_person_policy as policy
    on policy.person_key = found.person_key
    and policy.consequence in ('leave_out', 'purge')
order by member_key
