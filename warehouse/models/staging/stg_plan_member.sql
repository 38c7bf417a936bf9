-- title:    Plan roster rows
-- grain:    one span of a plan member
-- source:   lake/staged, batches of the build
-- personal: true

select
    roster_row_key,
    message_key,
    member_id,

    sender,
    last_name,
    first_name,
    middle_name,
    sex,
    street,
    city,
    state,
    zip,
    phone,
    race,
    ethnicity,
    product_line,

    birth_date,
    enrolled_from,
    enrolled_to,
    received_at
from staged_plan_member
where received_at <= getvariable('known_by')
