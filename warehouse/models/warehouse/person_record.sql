-- title:    Source records of a person
-- grain:    one staged person record
-- source:   link generation of the build
-- definition: newness orders the records by message time, then key; one whose time is not known counts as the newest.
-- database: scratch

select
    link.person_key,
    bucket_of(link.person_key) as bucket,
    newness_of(person.message_at, record_key) as newness,
    person.*
from stg_person as person
join person_link as link using (record_key)
