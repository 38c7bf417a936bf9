-- title:    Messages as received
-- grain:    one HL7 message or flat-file row group
-- source:   lake/staged, batches of the build

select
    message_key,
    control_id,
    processing_id,

    sender,
    sending_facility,
    responsible_organization,
    message_type,
    version,
    outcome,
    raw_sha256,

    n_errors,
    n_warnings,
    byte_offset,
    byte_length,
    content_hash,

    message_at,
    received_at
from staged_message
where received_at <= getvariable('known_by')
