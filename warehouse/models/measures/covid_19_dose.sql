-- title:    COVID-19 doses
-- grain:    one completed dose
-- source:   fct_dose by vaccine group; the same for every period
-- nulls:    none

select person_key, cvx, admin_date
from fct_dose
where is_completed and cvx in (select cvx from dim_vaccine_group where vaccine_group = 'COVID-19')
