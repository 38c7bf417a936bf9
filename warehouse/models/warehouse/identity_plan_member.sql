-- title:    The ids under which plans know their members
-- grain:    one plan member
-- source:   plan rosters; members are found among the persons by the linkage that makes persons, and never make one
-- database: identity
-- nulls:    person_key is null where no person or more than one was found

with members as (
    select distinct sender as plan, member_id
    from stg_plan_member
)

select
    cast(row_number() over (order by members.plan, members.member_id) as bigint) as member_key,
    members.plan,
    members.member_id,
    found.person_key
from members
left join roster_person as found on found.kind = 'plan' and found.source = members.plan and found.id = members.member_id
order by member_key
