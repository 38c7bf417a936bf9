-- title:    Telephones and e-mails of staged persons
-- grain:    one telephone or e-mail of a staged person
-- source:   lake/staged, batches of the build
-- personal: true

select
    record_key,

    use_code,
    equipment,
    value,

    ordinal
from staged_person_phone
where record_key not in (select record_key from staged_person where received_at > getvariable('known_by'))
