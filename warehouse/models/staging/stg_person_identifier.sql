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
where record_key in (select record_key from stg_person)
