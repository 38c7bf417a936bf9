-- title:    Death records
-- grain:    one death record
-- source:   lake/staged, batches of the build
-- personal: true

select
    death_row_key,
    message_key,

    state_file_number,
    last_name,
    first_name,
    middle_name,
    sex,
    street,
    city,
    state,
    zip,

    birth_date,
    death_date,
    received_at
from staged_death
where received_at <= getvariable('known_by')
