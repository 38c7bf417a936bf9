-- title:    Messages received = accepted + rejected + purged
-- grain:    one sender whose messages do not add up
-- on_failure: stop

select sender
from fct_message
group by sender
having count(*) <> count(*) filter (outcome in ('accepted', 'warned')) + count(*) filter (outcome in ('rejected', 'purged'))
