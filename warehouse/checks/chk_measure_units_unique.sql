-- title:    No unit twice in a measure
-- grain:    one measure, period, indicator and unit that occurs more than once
-- on_failure: stop

select 'ais' as measure, period, indicator, unit_key from msr_ais group by all having count(*) > 1
union all
select 'cis', period, indicator, unit_key from msr_cis group by all having count(*) > 1
union all
select 'cms117', period, indicator, unit_key from msr_cms117 group by all having count(*) > 1
union all
select 'covid_19', period, indicator, unit_key from msr_covid_19 group by all having count(*) > 1
union all
select 'fully_operational', period, indicator, unit_key from msr_fully_operational group by all having count(*) > 1
union all
select 'hepb_birth_dose', period, indicator, unit_key from msr_hepb_birth_dose group by all having count(*) > 1
union all
select 'hpv_rules', period, indicator, unit_key from msr_hpv_rules group by all having count(*) > 1
union all
select 'ima', period, indicator, unit_key from msr_ima group by all having count(*) > 1
union all
select 'influenza_season', period, indicator, unit_key from msr_influenza_season group by all having count(*) > 1
union all
select 'nis_teen', period, indicator, unit_key from msr_nis_teen group by all having count(*) > 1
union all
select 'participation', period, indicator, unit_key from msr_participation group by all having count(*) > 1
union all
select 'practice_adolescent', period, indicator, unit_key from msr_practice_adolescent group by all having count(*) > 1
union all
select 'practice_childhood', period, indicator, unit_key from msr_practice_childhood group by all having count(*) > 1
union all
select 'prs', period, indicator, unit_key from msr_prs group by all having count(*) > 1
