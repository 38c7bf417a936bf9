-- title:    Consent of persons
-- grain:    one dated consent fact of a person
-- source:   consents.csv
-- nulls:    to_date is null while the fact holds

with told as (
    select distinct
        record.person_key,
        consent.kind,
        consent.value,
        consent.from_date,
        consent.to_date,
        consent.source
    from stg_consent as consent
    join person_record as record
        on record.sender = consent.sender
        and record.person_id = consent.person_id
)

select
    person_key,
    bucket_of(person_key) as bucket,
    kind,
    value,
    from_date,
    to_date,
    source
from told
order by bucket, person_key, kind, from_date, to_date, value, source
