-- title:    Indicators of coverage
-- grain:    one indicator
-- source:   codes coverage_rule and nis_rule, and their two series
-- database: scratch
-- definition: is_survey: an indicator of the national survey, which asks what was so before a birthday, not on it. indicator_key
--           numbers them by name. Millions of rows carry the number: counting by it costs a fraction of counting by words.
-- nulls:    none

select
    cast(row_number() over (order by indicator) as integer) as indicator_key,
    indicator,
    starts_with(indicator, 'nis_') as is_survey
from (
    select distinct indicator from code_coverage_rule
    union all
    select 'series_4313314'
    union all
    select distinct indicator from code_nis_rule
    union all
    select 'nis_series_7'
)
