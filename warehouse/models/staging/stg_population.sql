-- title:    Population estimates
-- grain:    one geography, age and year
-- source:   lake/staged, batches of the build

select
    geography_fips,
    source,

    age_years,
    year,
    population,

    received_at
from staged_population
where received_at <= getvariable('known_by')
