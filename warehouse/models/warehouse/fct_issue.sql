-- title:    Findings about messages
-- grain:    one finding
-- source:   stg_issue
-- definition: dim_issue_rule tells a rule in words. What was found where stands with the message, which its key finds.
-- enum:     rule from stg_issue
-- nulls:    dose_row_key is null where the finding is about no dose

select
    issue_key,
    message_key,
    dose_row_key,
    rule,
    cast(severity as enum ('E', 'W', 'I')) as severity
from stg_issue
