-- title:    Indicators of coverage
-- grain:    one indicator
-- source:   codes coverage_rule and nis_rule, and their two series
-- database: scratch
-- nulls:    none

select distinct indicator from code_coverage_rule
union all
select 'series_4313314'
union all
select distinct indicator from code_nis_rule
union all
select 'nis_series_7'
