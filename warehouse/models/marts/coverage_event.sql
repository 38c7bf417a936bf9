-- title:    When persons reached a dose count, a series or a count of the national survey
-- grain:    one person and coverage indicator reached
-- source:   coverage_reached, coverage_indicator
-- database: view
-- nulls:    none

select reached.person_key, listed.indicator, reached.event_date
from coverage_reached as reached
join coverage_indicator as listed using (indicator_key)
