-- title:    Next of kin of staged persons
-- grain:    one next of kin or guardian of a staged person
-- source:   lake/staged, batches of the build
-- personal: true

select
    record_key,

    relationship,
    last_name,
    first_name,
    middle_name,
    street,
    city,
    state,
    zip,
    phone,
    email,

    ordinal
from staged_person_contact
where record_key not in (select record_key from staged_person where received_at > getvariable('known_by'))
