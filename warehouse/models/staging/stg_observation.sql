-- title:    Observations as told by messages
-- grain:    one OBX (or flat row) about the person
-- source:   lake/staged, batches of the build

select
    observation_row_key,
    record_key,
    message_key,
    dose_row_key,
    sub_id,

    sender,
    kind,
    code_system,
    code,
    value_type,
    value_code,
    value_system,
    value_text,
    unit,

    order_group,
    value_number,

    observed_date,
    message_at,
    received_at
from staged_observation
where received_at <= getvariable('known_by')
