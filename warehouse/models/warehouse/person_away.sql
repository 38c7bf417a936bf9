-- title:    When persons lived out of the jurisdiction
-- grain:    one person and span
-- source:   fct_person_residence
-- database: view
-- nulls:    from_date is null where the span has no known beginning, to_date where it still holds

select person_key, from_date, to_date
from fct_person_residence
where jurisdiction_status = 'out'
