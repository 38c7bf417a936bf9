-- title:    Findings about messages
-- grain:    one finding
-- source:   stg_issue
-- definition: text is the rule's own. Where in the message it was found stands with the message itself, which the message key finds.
-- nulls:    dose_row_key is null where the finding is about no dose

select
    issue_key,
    message_key,
    dose_row_key,
    rule,
    cast(severity as enum ('E', 'W', 'I')) as severity,
    text
from stg_issue
