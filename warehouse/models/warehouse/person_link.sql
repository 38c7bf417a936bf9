-- title:    Which records are one person
-- grain:    one staged person record
-- source:   link generation of the build
-- database: scratch

select
    record_key,
    min(record_key) over (
        partition by upper(last_name), upper(first_name), birth_date, sex, case when first_name is null then record_key end
    ) as person_key
from stg_person
