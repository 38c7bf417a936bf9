-- title:    Identifiers of staged persons
-- grain:    one identifier of a staged person
-- source:   lake/staged, batches of the build
-- personal: true

select
    record_key,

    authority,
    id_type,
    value,

    ordinal
from staged_person_identifier
where record_key not in (select record_key from staged_person where received_at > getvariable('known_by'))
