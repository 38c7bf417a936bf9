-- title:    Consent facts
-- grain:    one dated consent fact
-- source:   lake/staged, batches of the build
-- personal: true

select
    consent_row_key,
    message_key,
    person_id,

    sender,
    kind,
    value,
    source,

    from_date,
    to_date,
    received_at
from staged_consent
where received_at <= getvariable('known_by')
