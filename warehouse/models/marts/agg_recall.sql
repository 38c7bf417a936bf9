-- title:    Reminder and recall list
-- grain:    one person and vaccine group that is past due, due or due within 30 days
-- source:   fct_forecast, fct_person_practice, dim_person, fct_person_consent, codes recall_parameter
-- definition: Living persons of the jurisdiction who did not opt out of the registry or of reminders and were not contacted
--           as often as a parameter allows, with an active practice where there is one. One-visit count: vaccine groups of the person that may be
--           given today. Shared decisions are marked; leave them out unless they are wanted.
-- nulls:    practice_key is null where no practice answers for the person

with terms as (
    select
        max(cast(value as integer)) filter (name = 'days_soon') as days_soon,
        max(cast(value as integer)) filter (name = 'max_contacts') as max_contacts
    from code_recall_parameter
),

contacts as (
    select
        person_key,
        count(*) filter (kind = 'reminder_sent') as n_contacts,
        max(from_date) filter (kind = 'reminder_sent') as last_contact_date,
        bool_or(kind = 'reminder_opt_out') as has_opted_out
    from fct_person_consent
    where coalesce(from_date <= getvariable('as_of'), true)
        and coalesce(to_date >= getvariable('as_of'), true)
    group by person_key
),

listed as (
    select
        forecast.person_key,
        forecast.vaccine_group,
        forecast.dose_number,
        forecast.earliest_date,
        forecast.recommended_date,
        forecast.past_due_date,
        forecast.is_shared_decision,
        forecast.series_type,
        case
            when forecast.past_due_date < getvariable('as_of') then 'past_due'
            when forecast.recommended_date <= getvariable('as_of') then 'due'
            else 'due_soon'
        end as due_status
    from fct_forecast as forecast
    cross join terms
    where forecast.status = 'Not Complete'
        and forecast.recommended_date <= getvariable('as_of') + terms.days_soon
        and coalesce(forecast.latest_date >= getvariable('as_of'), true)
),

-- Few groups of a person are forecast by two series: only for those is one chosen.
twice as (
    select person_key, vaccine_group
    from listed
    group by person_key, vaccine_group
    having count(*) > 1
),

due as (
    select * exclude (series_type)
    from listed
    anti join twice using (person_key, vaccine_group)
    union all
    select * exclude (series_type)
    from listed
    semi join twice using (person_key, vaccine_group)
    qualify row_number() over (partition by person_key, vaccine_group order by recommended_date, series_type) = 1
),

today as (
    select person_key, count(*) as n_groups
    from due
    where earliest_date <= getvariable('as_of')
    group by person_key
)

select
    due.person_key,
    person.county_fips,
    person.zip3,
    home.practice_key,
    due.vaccine_group,
    due.dose_number,
    due.due_status,
    due.earliest_date,
    due.recommended_date,
    due.past_due_date,
    due.is_shared_decision,
    cql_age_months(person.birth_date, getvariable('as_of')) // 12 >= 19 as is_adult,
    cast(coalesce(today.n_groups, 0) as integer) as n_groups_today,
    coalesce(contacts.n_contacts, 0) as n_contacts,
    contacts.last_contact_date
from due
join dim_person as person using (person_key)
cross join terms
left join contacts using (person_key)
left join today using (person_key)
left join person_home_practice as home using (person_key)
where not person.is_deceased
    and not person.is_opted_out
    and person.county_fips <> 'out_of_state'
    and coalesce(person.registry_status, 'A') not in (select status from dim_registry_status where not is_recalled)
    and not coalesce(contacts.has_opted_out, false)
    and coalesce(contacts.n_contacts, 0) < terms.max_contacts
order by home.practice_key nulls last, due.person_key, due.vaccine_group
