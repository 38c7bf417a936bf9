-- title:    What was said about consent
-- grain:    one statement about a person
-- source:   consents.csv, PD1-12 protection and PD1-11 publicity of person records
-- nulls:    from_date is null where it holds since ever, to_date where no end was told
-- database: scratch

with ids as (
    select distinct sender, person_id, person_key
    from person_record
    where person_id is not null
),

-- A message repeats what the one before said: only changes are statements.
told as (
    select
        record.person_key,
        record.protection,
        record.protection_date,
        publicity.is_contacted,
        record.publicity_date,
        cast(record.message_at as date) as told_date,
        record.message_at,
        record.record_key
    from person_record as record
    left join code_publicity as publicity on publicity.publicity = record.publicity
),

protections as (
    select *
    from told
    where protection is not null
    qualify protection is distinct from lag(protection) over (partition by person_key order by message_at nulls first, record_key)
),

publicities as (
    select *
    from told
    where is_contacted is not null
    qualify is_contacted is distinct from lag(is_contacted) over (partition by person_key order by message_at nulls first, record_key)
)

select
    ids.person_key,
    consent.kind,
    consent.value,
    upper(coalesce(consent.value, 'Y')) not in ('N', 'NO', '0', 'FALSE') as holds,
    consent.from_date,
    consent.to_date,
    consent.source,
    consent.received_at as told_at,
    consent.consent_row_key as row_key
from stg_consent as consent
join ids using (sender, person_id)
union all
select
    person_key, 'protection', case when protection then 'Y' else 'N' end, protection, coalesce(protection_date, told_date), null,
    'message', message_at, record_key
from protections
union all
select
    person_key, 'reminder_opt_out', case when is_contacted = '0' then 'Y' else 'N' end, is_contacted = '0',
    coalesce(publicity_date, told_date), null, 'message', message_at, record_key
from publicities
