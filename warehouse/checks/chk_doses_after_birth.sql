-- title:    No completed dose before birth
-- grain:    one dose given before its person was born
-- on_failure: warn

select dose.dose_key, dose.person_key
from fct_dose as dose
join dim_person as person using (person_key)
where dose.is_completed and dose.admin_date < person.birth_date
