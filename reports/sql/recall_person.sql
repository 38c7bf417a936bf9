-- title:    Persons due for a reminder or recall
-- grain:    one person with at least one vaccine group due; where each practice is asked for, one practice and person
-- unit:     persons
-- source:   fct_forecast, dim_person, fct_person_practice, person_home_practice, fct_person_consent, dim_practice, dim_parameter
-- definition: Recall: the past-due date has come (on it a vaccine is overdue). Reminder: recommended by so many days from now and not
--           overdue, and a vaccine can still be given. Of two series of one group the one that is recommended first. Left out are
--           who opted out of reminders, lives out of the jurisdiction, has a status that is not recalled, or was sent as many
--           reminders as the parameter max_contacts says; shared decisions and persons of 19 years and more where they are not asked
--           for. The dead and who opted out of the registry are held back by the release gate, which says so. A practice's persons
--           are its active patients, whoever answers for them.
--           since_dates: the day of each group of vaccines_due, in their order, for lists that leave some out.
-- nulls:    practice_name is null where no practice answers for the person

with contacts as (
    select
        person_key,
        count(*) filter (kind = 'reminder_sent') as n_contacts,
        bool_or(kind = 'reminder_opt_out') as has_opted_out
    from fct_person_consent
    where kind in ('reminder_sent', 'reminder_opt_out')
        and coalesce(from_date <= $day, true)
        and coalesce(to_date >= $day, true)
    group by person_key
),

patients as (
    select distinct person_key, practice_key
    from fct_person_practice
    where status = 'active' and ($each_practice or practice_key = $practice)
),

-- The persons first: a practice's list asks for the forecasts of its patients only.
persons as (
    select
        person.person_key,
        person.birth_date,
        coalesce(person.language, '') as language,
        coalesce(patients.practice_key, home.practice_key) as practice_key,
        practice.practice_name
    from dim_person as person
    left join patients using (person_key)
    left join contacts using (person_key)
    left join person_home_practice as home using (person_key)
    left join dim_practice as practice on practice.practice_key = coalesce(patients.practice_key, home.practice_key)
    where (patients.practice_key is not null or (not $each_practice and $practice is null))
        and ($county is null or person.county_fips = $county)
        and coalesce(person.county_fips <> 'out_of_state', true)
        and coalesce(person.registry_status, 'A') not in (select status from dim_registry_status where not is_recalled)
        and not coalesce(contacts.has_opted_out, false)
        and coalesce(contacts.n_contacts, 0) < (
            select cast(value as integer) from dim_parameter where kind = 'recall' and name = 'max_contacts'
        )
        and ($with_adults or cql_age_months(person.birth_date, cast($day as date)) < 228)
        and ($age_from is null or cql_age_months(person.birth_date, cast($day as date)) >= $age_from)
        and ($age_to is null or cql_age_months(person.birth_date, cast($day as date)) <= $age_to)
),

forecasts as (
    select person_key, vaccine_group, recommended_date, past_due_date
    from fct_forecast
    where person_key in (select person_key from persons)
        and status = 'Not Complete'
        and recommended_date <= cast($day as date) + cast($days as integer)
        and coalesce(latest_date >= $day, true)
        and ($with_shared or not coalesce(is_shared_decision, false))
        and ($vaccine_group is null or vaccine_group = $vaccine_group)
    qualify row_number() over (partition by person_key, vaccine_group order by recommended_date, series_type) = 1
),

due as (
    select
        person_key,
        string_agg(vaccine_group, ', ' order by vaccine_group) as vaccines_due,
        string_agg(
            coalesce(strftime(case when $kind = 'recall' then past_due_date else recommended_date end, '%Y-%m-%d'), ''), ',' order by vaccine_group
        ) as since_dates,
        cast(count(*) as bigint) as n_due,
        min(case when $kind = 'recall' then past_due_date else recommended_date end) as since_date
    from forecasts
    where coalesce(past_due_date <= $day, false) = ($kind = 'recall')
    group by person_key
)

select
    persons.practice_key,
    person_key,
    persons.birth_date,
    persons.language,
    persons.practice_name,
    due.vaccines_due,
    due.n_due,
    due.since_dates,
    due.since_date
from due
join persons using (person_key)
order by due.n_due desc, due.since_date, person_key, persons.practice_key
