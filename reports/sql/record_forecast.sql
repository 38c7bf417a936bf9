-- title:    What the person needs next
-- grain:    one vaccine group
-- source:   fct_forecast
-- nulls:    dates are null where nothing is due

select
    vaccine_group,
    lower(status) as status,
    dose_number,
    case when status = 'Not Complete' then recommended_date end as due_date,
    case when status = 'Not Complete' then past_due_date end as overdue_from
from fct_forecast
where person_key = $person
order by due_date nulls last, vaccine_group
