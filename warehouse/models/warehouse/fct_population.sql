-- title:    Population estimates
-- grain:    one geography, age in whole years and year
-- source:   population.csv; the newest received row wins

select geography_fips, age_years, year, population, source
from stg_population
qualify row_number() over (partition by geography_fips, age_years, year order by received_at desc, source desc) = 1
order by geography_fips, year, age_years
