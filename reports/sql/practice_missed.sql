-- title:    Vaccines still due, and whether the last visit could have given them
-- grain:    one vaccine group
-- unit:     active patients of the practice in the age range
-- source:   fct_forecast, fct_person_practice, fct_dose, dim_person
-- definition: A missed opportunity: the vaccine is still due, and its earliest date was on or before the day of the
--           person's last dose of any vaccine, anywhere.

with patients as (
    select person.person_key
    from fct_person_practice as link
    join dim_person as person using (person_key)
    where link.practice_key = $practice and link.status = 'active' and not person.is_deceased and not person.is_opted_out
        and datesub('month', person.birth_date, cast($day as date)) between $age_from and $age_to
),

last_visit as (
    select dose.person_key, max(dose.admin_date) as visit_date
    from fct_dose as dose
    join patients using (person_key)
    where dose.is_completed and dose.admin_date <= $day
    group by dose.person_key
)

select
    forecast.vaccine_group,
    cast(count(*) as bigint) as n_patients,
    cast(count(*) filter (forecast.status = 'Not Complete' and forecast.past_due_date <= $day) as bigint) as n_overdue,
    cast(count(*) filter (
        forecast.status = 'Not Complete' and forecast.past_due_date <= $day and forecast.earliest_date <= last_visit.visit_date
    ) as bigint) as n_missed,
    cast(count(*) filter (forecast.status = 'Not Complete' and forecast.earliest_date <= $day) as bigint) as n_can_today
from fct_forecast as forecast
join patients using (person_key)
left join last_visit using (person_key)
where not coalesce(forecast.is_shared_decision, false)
group by forecast.vaccine_group
having n_overdue > 0 or n_can_today > 0
order by n_overdue desc, forecast.vaccine_group
