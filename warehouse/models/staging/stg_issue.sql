-- title:    Findings about messages
-- grain:    one finding
-- source:   lake/staged, batches of the build

select
    issue_key,
    message_key,
    dose_row_key,

    segment,
    column_name,
    rule,
    severity,
    value,
    text,

    occurrence,
    field,
    repetition,
    component,
    hl7_error,
    application_error
from staged_issue
where message_key not in (select message_key from staged_message where received_at > getvariable('known_by'))
