-- title:    Senders of submissions
-- grain:    one sender
-- source:   messages

select
    sender,
    min(received_at) as first_received_at,
    max(received_at) as last_received_at,
    count(*) as n_messages
from stg_message
group by sender
order by sender
