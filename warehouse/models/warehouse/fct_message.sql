-- title:    Messages
-- grain:    one HL7 message or flat-file row group
-- source:   lake/staged

select
    message_key,
    sender,
    control_id,
    message_type,
    version,
    outcome,
    n_errors,
    n_warnings,
    raw_sha256,
    byte_offset,
    byte_length,
    message_at,
    received_at
from stg_message
