-- title:    Further names of staged persons
-- grain:    one further name of a staged person
-- source:   lake/staged, batches of the build
-- personal: true

select
    record_key,

    name_type,
    last_name,
    first_name,
    middle_name,
    suffix,

    ordinal
from staged_person_name
where record_key not in (select record_key from staged_person where received_at > getvariable('known_by'))
