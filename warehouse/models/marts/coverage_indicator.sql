-- title:    Indicators of coverage
-- grain:    one indicator
-- source:   codes coverage_rule and nis_rule, and their two series
-- database: scratch
-- definition: indicator_key numbers them by name. Millions of rows carry the number: counting by it costs a fraction of counting by words.
-- nulls:    none

select
    cast(row_number() over (order by indicator) as integer) as indicator_key,
    indicator
from (
    select distinct indicator from code_coverage_rule
    union all
    select 'series_4313314'
    union all
    select indicator from code_nis_rule
    union all
    select 'nis_series_7'
)
