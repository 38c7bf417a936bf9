-- title:    Practices that answer for persons
-- grain:    one person and practice
-- source:   person records and administered doses; the newest contact at a medical home is active, older ones inactive
-- nulls:    to_date is null while the relationship is active

with contacts as (
    select record.person_key, practice.practice_key, cast(record.message_at as date) as contact_date
    from person_record as record
    join dim_practice as practice on practice.practice_id = record.practice_id
    where coalesce(practice.practice_type, '') not in ('pharmacy', 'hospital', 'school', 'mass', 'public')
    union all
    select dose.person_key, dose.practice_key, dose.admin_date
    from fct_dose as dose
    join dim_practice as practice using (practice_key)
    where dose.kind = 'administered'
        and coalesce(practice.practice_type, '') not in ('pharmacy', 'hospital', 'school', 'mass', 'public')
),

spans as (
    select person_key, practice_key, min(contact_date) as from_date, max(contact_date) as last_contact_date
    from contacts
    group by person_key, practice_key
),

ranked as (
    select
        *,
        row_number() over (partition by person_key order by last_contact_date desc nulls last, practice_key) as nth
    from spans
)

select
    person_key,
    bucket_of(person_key) as bucket,
    practice_key,
    case when nth = 1 then 'active' else 'inactive' end as status,
    from_date,
    case when nth > 1 then last_contact_date end as to_date,
    'newest contact' as status_author,
    cast(row_number() over (order by bucket_of(person_key), person_key, practice_key) as bigint) as relation_key
from ranked
order by bucket, person_key, practice_key
