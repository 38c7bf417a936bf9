-- title:    The ids under which plans know their members
-- grain:    one plan member of the list asked for
-- source:   identity_plan_member
-- nulls:    none

select member_key, member_id
from identity_plan_member
where member_key in (select cast(unnest(string_split($members, ',')) as bigint))
