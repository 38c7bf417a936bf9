-- title:    Persons as told by messages
-- grain:    one person as told by one message
-- source:   lake/staged, batches of the build
-- personal: true

select
    record_key,
    message_key,
    person_id,
    practice_id,

    sender,
    record_type,
    person_id_authority,
    last_name,
    first_name,
    middle_name,
    suffix,
    name_type,
    mother_maiden_name,
    sex,
    race,
    ethnicity,
    language,
    street,
    street2,
    city,
    state,
    zip,
    country,
    address_type,
    county_fips,
    phone,
    email,
    guardian_last_name,
    guardian_first_name,
    guardian_relationship,
    registry_status,
    publicity,
    birth_facility,
    birth_county_fips,

    multiple_birth,
    birth_order,
    protection,
    is_dead,
    plurality,
    missing,

    birth_date,
    registry_status_date,
    protection_date,
    publicity_date,
    death_date,
    message_at,
    received_at
from staged_person
where received_at <= getvariable('known_by')
