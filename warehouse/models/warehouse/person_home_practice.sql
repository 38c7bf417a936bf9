-- title:    The practice that answers for a person
-- grain:    one person with an active relationship: the newest one
-- source:   fct_person_practice
-- nulls:    none

select person_key, bucket, practice_key
from fct_person_practice
where status = 'active'
qualify row_number() over (partition by person_key order by from_date desc nulls last, practice_key) = 1
order by bucket, person_key
