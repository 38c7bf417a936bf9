-- title:    WIC certification spans
-- grain:    one certification span
-- source:   lake/staged, batches of the build
-- personal: true

select
    wic_row_key,
    message_key,
    participant_id,
    clinic_id,

    last_name,
    first_name,
    middle_name,
    sex,
    street,
    city,
    state,
    zip,
    phone,

    birth_date,
    certified_from,
    certified_to,
    received_at
from staged_wic_participant
where received_at <= getvariable('known_by')
