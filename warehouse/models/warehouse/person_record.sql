-- title:    Source records of a person
-- grain:    one staged person record
-- source:   link generation of the build
-- database: scratch

select
    link.person_key,
    bucket_of(link.person_key) as bucket,
    person.*
from stg_person as person
join person_link as link using (record_key)
