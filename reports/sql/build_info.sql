-- title:    What the build says of itself
-- grain:    one key
-- source:   build_info

select key, value
from build_info
order by key
