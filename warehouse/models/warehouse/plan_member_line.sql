-- title:    Plan and product line of a plan member
-- grain:    one plan member: the line of the newest span
-- source:   fct_plan_enrollment
-- nulls:    person_key is null for a member whom no person matches

select member_key, plan, product_line, person_key, bucket
from fct_plan_enrollment
qualify row_number() over (partition by member_key order by to_date desc nulls first, from_date desc, product_line) = 1
order by member_key
