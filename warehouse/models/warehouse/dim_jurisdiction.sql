-- title:    States that this registry answers for
-- grain:    one state
-- source:   the two-digit geographies of the population files

select distinct geography_fips as state_fips
from stg_population
where length(geography_fips) = 2
