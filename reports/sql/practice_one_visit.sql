-- title:    Patients who can be brought up to date
-- grain:    one active patient with a vaccine that can be given today
-- source:   fct_forecast, fct_person_practice, dim_person

select
    person.person_key,
    person.birth_date,
    cast(count(*) as bigint) as n_due,
    string_agg(forecast.vaccine_group, ', ' order by forecast.vaccine_group) as vaccines_due,
    min(forecast.past_due_date) as overdue_since
from fct_forecast as forecast
join fct_person_practice as link using (person_key)
join dim_person as person using (person_key)
where link.practice_key = $practice and link.status = 'active' and not person.is_deceased and not person.is_opted_out
    and forecast.status = 'Not Complete' and forecast.earliest_date <= $day and forecast.past_due_date <= $day
    and not coalesce(forecast.is_shared_decision, false)
    and datesub('month', person.birth_date, cast($day as date)) between $age_from and $age_to
group by person.person_key, person.birth_date
order by n_due desc, overdue_since, person.person_key
