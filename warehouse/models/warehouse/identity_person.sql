-- title:    Who a person is
-- grain:    one person
-- source:   person records; each field from the newest record that tells it
-- database: identity

select
    person_key,
    bucket_of(person_key) as bucket,
    arg_max(last_name, (message_at, record_key)) as last_name,
    arg_max(first_name, (message_at, record_key)) as first_name,
    arg_max(middle_name, (message_at, record_key)) as middle_name,
    arg_max(suffix, (message_at, record_key)) as suffix,
    arg_max(birth_date, (message_at, record_key)) as birth_date,
    arg_max(mother_maiden_name, (message_at, record_key)) as mother_maiden_name,
    arg_max(guardian_last_name, (message_at, record_key)) as guardian_last_name,
    arg_max(guardian_first_name, (message_at, record_key)) as guardian_first_name,
    arg_max(street, (message_at, record_key)) as street,
    arg_max(street2, (message_at, record_key)) filter (street is not null) as street2,
    arg_max(city, (message_at, record_key)) filter (street is not null) as city,
    arg_max(state, (message_at, record_key)) filter (street is not null) as state,
    arg_max(zip, (message_at, record_key)) filter (street is not null) as zip,
    arg_max(phone, (message_at, record_key)) as phone,
    arg_max(email, (message_at, record_key)) as email,
    arg_max(language, (message_at, record_key)) as language
from person_record
group by person_key
order by bucket, person_key
