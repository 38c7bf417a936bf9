-- title:    Census estimates that participation is held against
-- grain:    one indicator and county (or state) of one period
-- source:   agg_participation
-- nulls:    census_population is null where no population file has a row for the county

select indicator, case county_fips when 'state' then 'all' else county_fips end as member, census_population
from agg_participation
where period = $period
order by indicator, member
