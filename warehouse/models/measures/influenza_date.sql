-- title:    Days on which persons had an influenza vaccine
-- grain:    one person and day
-- source:   fct_dose by value set influenza_adult; the same for every season
-- nulls:    none

select distinct person_key, admin_date
from fct_dose
where is_completed and cvx in (select cvx from value_set_cvx where value_set = 'influenza_adult')
