-- title:    Product line of a plan member
-- grain:    one plan member: the line of the newest span
-- source:   fct_plan_enrollment
-- database: scratch

select member_key, product_line
from fct_plan_enrollment
qualify row_number() over (partition by member_key order by to_date desc nulls first, from_date desc, product_line) = 1
