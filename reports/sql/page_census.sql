-- title:    Census estimates that enrolment is held against
-- grain:    one age band and county (or state) of one period
-- source:   agg_enrolment
-- nulls:    census_population is null where no population file has a row for the county

select distinct
    case age_band when '0-71 months' then '0_71' else '4_71' end as band,
    case county_fips when 'state' then 'all' else county_fips end as member,
    census_population
from agg_enrolment
where period = $period
order by band, member
