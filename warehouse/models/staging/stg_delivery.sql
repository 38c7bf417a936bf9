-- title:    Deliveries
-- grain:    one delivery
-- source:   lake/staged, batches of the build
-- personal: true

select
    delivery_row_key,
    message_key,
    delivery_id,

    last_name,
    first_name,
    street,
    city,
    state,
    zip,
    phone,
    facility,

    gestational_weeks,

    birth_date,
    delivery_date,
    received_at
from staged_delivery
where received_at <= getvariable('known_by')
