-- title:    Findings about messages
-- grain:    one finding
-- source:   lake/staged

select
    issue_key,
    message_key,
    dose_row_key,
    segment,
    rule,
    severity,
    text,
    column_name,
    occurrence,
    field,
    component,
    hl7_error,
    application_error
from stg_issue
