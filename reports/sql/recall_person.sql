-- title:    Persons due for a reminder or recall
-- grain:    one person with at least one vaccine group due
-- unit:     persons
-- source:   fct_forecast, dim_person, fct_person_practice, dim_practice
-- definition: Recall: past due on the day. Reminder: recommended within the days after it and not yet past due.
-- nulls:    practice_name is null where no practice answers for the person

with due as (
    select
        person_key,
        string_agg(vaccine_group, ', ' order by vaccine_group) as vaccines_due,
        cast(count(*) as bigint) as n_due,
        min(case when $kind = 'recall' then past_due_date else recommended_date end) as since_date
    from fct_forecast
    where status = 'Not Complete'
        and not coalesce(is_shared_decision, false)
        and ($vaccine_group is null or vaccine_group = $vaccine_group)
        and (
            ($kind = 'recall' and past_due_date <= $day)
            or ($kind = 'reminder' and recommended_date between $day and $day + cast($days as integer)
                and (past_due_date is null or past_due_date > $day))
        )
    group by person_key
),

homes as (
    select link.person_key, min(link.practice_key) as practice_key
    from fct_person_practice as link
    where link.status = 'active' and ($practice is null or link.practice_key = $practice)
    group by link.person_key
)

select
    due.person_key,
    person.birth_date,
    coalesce(person.language, '') as language,
    practice.practice_name,
    due.vaccines_due,
    due.n_due,
    due.since_date
from due
join dim_person as person using (person_key)
left join homes using (person_key)
left join dim_practice as practice using (practice_key)
where ($practice is null or homes.practice_key is not null)
    and ($county is null or person.county_fips = $county)
    and coalesce(person.registry_status, 'A') not in (select status from dim_registry_status where not is_recalled)
    and ($age_from is null or datesub('month', person.birth_date, cast($day as date)) >= $age_from)
    and ($age_to is null or datesub('month', person.birth_date, cast($day as date)) <= $age_to)
order by due.n_due desc, due.since_date, due.person_key
