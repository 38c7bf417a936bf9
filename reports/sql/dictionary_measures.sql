-- title:    Measures of the build in words
-- grain:    one measure
-- source:   dim_measure

select measure, title, steward, version, unit, period, definition, source
from dim_measure
order by measure
