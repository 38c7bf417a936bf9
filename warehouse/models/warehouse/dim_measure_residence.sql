-- title:    The day whose county a measure counts by
-- grain:    one measure whose day is not the last of its period
-- source:   codes measure_residence
-- nulls:    birthday is null where the day is none

select measure, day, try_cast(birthday as integer) as birthday
from code_measure_residence
order by measure
