-- title:    Who came after being contacted
-- grain:    one method and outcome of contact
-- unit:     persons; a person contacted twice the same way counts once, from the first contact
-- source:   the contact log given, fct_dose

with lines as (
    select string_split(unnest(string_split($contacts, chr(10))), chr(9)) as line
),

contacts as (
    select
        cast(line[1] as bigint) as person_key,
        line[3] as method,
        line[4] as outcome,
        min(cast(line[2] as date)) as contacted_date
    from lines
    where len(line) = 4
    group by 1, 2, 3
),

came as (
    select
        contacts.person_key,
        contacts.method,
        contacts.outcome,
        bool_or(
            dose.admin_date > contacts.contacted_date
            and dose.admin_date <= contacts.contacted_date + cast($days as integer)
        ) as came
    from contacts
    left join fct_dose as dose
        on dose.person_key = contacts.person_key and dose.is_completed and dose.kind = 'administered'
    group by contacts.person_key, contacts.method, contacts.outcome
)

select
    method,
    outcome,
    cast(count(*) as bigint) as n_contacted,
    cast(count(*) filter (came) as bigint) as n_came
from came
group by method, outcome
order by method, outcome
