-- title:    Death records
-- grain:    one death record of a state file number, as last received
-- source:   deaths.csv; the person is the only one who ever bore the name and birth date
-- nulls:    person_key is null where no person, or more than one, bore them

with told as (
    select
        state_file_number,
        regexp_replace(upper(strip_accents(last_name)), '[^A-Z]', '', 'g') as last_name,
        regexp_replace(upper(strip_accents(first_name)), '[^A-Z]', '', 'g') as first_name,
        birth_date,
        death_date,
        received_at
    from stg_death
    where death_date <= getvariable('as_of')
    qualify row_number() over (partition by state_file_number order by received_at desc, death_row_key desc) = 1
),

found as (
    select
        regexp_replace(upper(strip_accents(last_name)), '[^A-Z]', '', 'g') as last_name,
        regexp_replace(upper(strip_accents(first_name)), '[^A-Z]', '', 'g') as first_name,
        birth_date,
        min(person_key) as person_key
    from person_record
    where birth_date is not null
    group by 1, 2, 3
    having count(distinct person_key) = 1
)

select
    cast(row_number() over (order by told.state_file_number) as bigint) as death_key,
    found.person_key,
    told.death_date,
    told.received_at
from told
left join found using (last_name, first_name, birth_date)
order by death_key
