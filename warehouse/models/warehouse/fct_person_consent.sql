-- title:    Consent of persons
-- grain:    one dated consent fact of a person
-- source:   consents.csv, PD1-12 protection, PD1-11 publicity
-- definition: A later statement on the same matter ends the one before: opt-in, opt-out and withdrawal are one matter, every
--           vaccine group kept confidential is one of its own, a reminder that was sent ends nothing.
-- nulls:    to_date is null while the fact holds, from_date where it holds since ever

with matters as (
    select
        *,
        coalesce(from_date, cast(told_at as date)) as effective_date,
        case
            when kind in ('opt_in', 'opt_out', 'withdrawal') then 'sharing'
            when kind = 'confidential' then 'confidential ' || coalesce(value, 'all')
            when kind = 'reminder_sent' then 'reminder ' || row_key
            else kind
        end as matter
    from consent_statement
),

spans as (
    select
        *,
        lead(effective_date) over (
            partition by person_key, matter order by effective_date nulls first, told_at nulls first, row_key
        ) as next_date
    from matters
)

select distinct
    person_key,
    bucket_of(person_key) as bucket,
    kind,
    value,
    from_date,
    least(to_date, next_date - 1) as to_date,
    source
from spans
where holds
    and coalesce(least(to_date, next_date - 1) >= effective_date, true)
order by bucket, person_key, kind, from_date nulls first, to_date nulls last, value, source
