-- title:    How a measure is defined
-- grain:    one measure
-- source:   dim_measure

select title, steward, version, definition, source
from dim_measure
where measure = $measure
order by title
limit 1
