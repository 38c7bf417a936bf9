-- title:    Further addresses of staged persons
-- grain:    one further address of a staged person
-- source:   lake/staged, batches of the build
-- personal: true

select
    record_key,

    address_type,
    street,
    street2,
    city,
    state,
    zip,
    country,
    county_fips,

    ordinal
from staged_person_address
where record_key not in (select record_key from staged_person where received_at > getvariable('known_by'))
