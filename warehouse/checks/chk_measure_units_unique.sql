-- title:    No unit twice in a measure
-- grain:    one measure, period, indicator and unit that occurs more than once
-- on_failure: stop

select 'cis' as measure, period, indicator, unit_key from msr_cis group by all having count(*) > 1
union all
select 'cms117', period, indicator, unit_key from msr_cms117 group by all having count(*) > 1
union all
select 'ima', period, indicator, unit_key from msr_ima group by all having count(*) > 1
union all
select 'ais', period, indicator, unit_key from msr_ais group by all having count(*) > 1
union all
select 'prs', period, indicator, unit_key from msr_prs group by all having count(*) > 1
union all
select 'fully_operational', period, indicator, unit_key from msr_fully_operational group by all having count(*) > 1
union all
select 'practice_childhood', period, indicator, unit_key from msr_practice_childhood group by all having count(*) > 1
union all
select 'practice_adolescent', period, indicator, unit_key from msr_practice_adolescent group by all having count(*) > 1
