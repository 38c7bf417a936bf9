-- title:    Where persons lived
-- grain:    one person and span in one county, or out of state, or unknown
-- source:   addresses of person records in message order; the first span reaches back to birth
-- definition: An address in another state, with or without a county, is out of state; one in the jurisdiction without a county says where the person
--           lives only after such a one: back, county unknown.
-- nulls:    to_date is null for the residence that still holds; from_date where neither birth date nor message time is told

with told as (
    select
        record.person_key,
        record.record_key,
        cast(record.message_at as date) as told_date,
        record.record_type,
        case
            when record.county_fips in (select county_fips from dim_geography where kind = 'county') then record.county_fips
            when record.county_fips is not null then 'out_of_state'
            when state.fips in (select state_fips from dim_jurisdiction) then 'unknown'
            when state.fips is not null then 'out_of_state'
        end as county_fips
    from person_record as record
    left join code_states as state on state.postal = upper(record.state)
    where record.message_at is null or cast(record.message_at as date) <= getvariable('as_of')
),

-- A day told twice: the last word of the day holds, one with a county or another state before one without.
last_words as (
    select *
    from told
    where county_fips is not null
    qualify row_number() over (partition by person_key, told_date order by county_fips = 'unknown', record_key desc) = 1
),

days as (
    select *
    from last_words
    qualify county_fips <> 'unknown'
        or coalesce(lag(county_fips) over (partition by person_key order by told_date nulls first, record_key) = 'out_of_state', false)
),

changes as (
    select *
    from days
    qualify county_fips is distinct from lag(county_fips) over (partition by person_key order by told_date nulls first, record_key)
),

spans as (
    select
        person_key,
        county_fips,
        record_type,
        told_date,
        row_number() over (partition by person_key order by told_date nulls first, record_key) as nth,
        lead(told_date) over (partition by person_key order by told_date nulls first, record_key) as next_date
    from changes
)

select
    person.person_key,
    person.bucket,
    coalesce(spans.county_fips, 'unknown') as county_fips,
    case
        when coalesce(spans.county_fips, 'unknown') = 'unknown' then 'unknown'
        when spans.county_fips = 'out_of_state' then 'out'
        else 'in'
    end as jurisdiction_status,
    case when coalesce(spans.nth, 1) = 1 then coalesce(person.birth_date, spans.told_date) else spans.told_date end as from_date,
    cast(spans.next_date - 1 as date) as to_date,
    coalesce(spans.record_type, 'none') as evidence
from dim_person as person
left join spans using (person_key)
order by person.bucket, person.person_key, from_date nulls first
