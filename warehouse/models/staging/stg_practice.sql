-- title:    Practices and sites
-- grain:    one practice or site
-- source:   lake/staged, batches of the build

select
    practice_id,
    parent_id,

    name,
    pin,
    type,
    county_fips,

    opened_date,
    closed_date,
    received_at
from staged_practice
where received_at <= getvariable('known_by')
