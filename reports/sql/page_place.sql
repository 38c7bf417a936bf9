-- title:    The states that a build is about
-- grain:    one state
-- source:   dim_geography
-- nulls:    none

select state_fips, state_name
from dim_geography
where kind = 'county'
group by state_fips, state_name
order by state_fips
