-- title:    Rules that found something
-- grain:    one rule
-- source:   stg_issue

select rule, min(text) as text
from stg_issue
group by rule
order by rule
