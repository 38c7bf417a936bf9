-- title:    Persons
-- grain:    one person, without anything that names them
-- source:   person records; each field from the newest record that tells it, birth date and sex from the best source, then as most files tell (person_choice), deaths from fct_person_death
-- definition: is_opted_out: the jurisdiction's policy leaves the person out of every figure and list (opt-out, withdrawal, or what
--           else it configures so). is_protected: counted, but never listed. first_told_at is the time of the oldest message about the person,
--           which an archive loaded later keeps; first_received_at is when this registry received the first one. county_fips is that of
--           the newest record that tells a county, unless a newer one tells another state, with or without a county (out_of_state); who came
--           back without telling a county is in one unknown. registry_status_from is the earliest day that records of the status give for it (PD1-17, else the day of the message) since another was told.
-- nulls:    birth_date is null where no record tells it; county_fips never is; registry_status_from where no record of the status has a day

with quality as (
    select
        record_type,
        max(case when field = 'birth_date' then cast(quality as integer) end) as birth_date_quality,
        max(case when field = 'sex' then cast(quality as integer) end) as sex_quality
    from code_survivorship
    group by record_type
),

-- What a record says of the place: a county of the jurisdiction, the jurisdiction alone, another place, or nothing.
placed as (
    select
        record.*,
        case
            when record.county_fips in (select county_fips from dim_geography) then 'county'
            when record.county_fips is not null then 'away'
            when states.fips in (select state_fips from dim_jurisdiction) then 'here'
            when states.fips is not null then 'away'
        end as place
    from person_record as record
    left join code_states as states on states.postal = upper(record.state)
),

told as (
    select
        person_key,
        arg_max(birth_date, best_newest(coalesce(birth_date_quality, 1), newness)) as birth_date,
        arg_max(sex, best_newest(coalesce(sex_quality, 1), newness)) filter (sex in ('F', 'M', 'X')) as sex,
        arg_max(race, newness) as race,
        arg_max(ethnicity, newness) as ethnicity,
        arg_max(language, newness) as language,
        arg_max(county_fips, newness) filter (place = 'county') as county_fips,
        max(newness) filter (place = 'county') as county_newness,
        max(newness) filter (place = 'here') as here_newness,
        max(newness) filter (place = 'away') as away_newness,
        arg_max(left(zip, 3), newness) as zip3,
        bool_or(multiple_birth) as is_multiple_birth,
        arg_max(registry_status, newness) as registry_status,
        min(registry_status) <> max(registry_status) as has_other_status,
        min(coalesce(registry_status_date, cast(message_at as date))) filter (registry_status is not null) as registry_status_from,
        min(received_at) as first_received_at,
        least(min(message_at), min(received_at)) as first_told_at,
        cast(count(*) as integer) as n_records,
        cast(count(distinct sender) as integer) as n_senders
    from placed
    left join quality using (record_type)
    group by person_key
),

-- Of statuses that differ, the newest holds since the first record of it that is newer than every record of another; few persons have two.
statuses as (
    select
        record.person_key,
        record.newness,
        coalesce(record.registry_status_date, cast(record.message_at as date)) as from_date,
        record.registry_status <> told.registry_status as is_other
    from person_record as record
    join told using (person_key)
    where told.has_other_status and record.registry_status is not null
),

status_since as (
    select statuses.person_key, min(statuses.from_date) as from_date
    from statuses
    join (select person_key, max(newness) as newness from statuses where is_other group by person_key) as others using (person_key)
    where not statuses.is_other and statuses.newness > others.newness
    group by statuses.person_key
),

-- Whoever knows best: a steward, then the death record, then the newest message.
deaths as (
    select
        person_key,
        arg_max(
            death_date,
            (case source when 'steward' then 3 when 'death record' then 2 else 1 end, coalesce(told_at, timestamp '1900-01-01'), death_date)
        ) filter (death_date is not null) as death_date
    from fct_person_death
    where stands
    group by person_key
)

select
    told.person_key,
    bucket_of(told.person_key) as bucket,
    coalesce(choice.birth_date, told.birth_date) as birth_date,
    coalesce(choice.sex, told.sex, 'U') as sex,
    -- A race told twice, as by an old and a new code, is one.
    case
        when contains(told.race, ';') then array_to_string(list_sort(list_distinct(string_split(told.race, ';'))), ';')
        else told.race
    end as race,
    told.ethnicity,
    told.language,
    case
        when told.county_fips is not null and coalesce(told.county_newness > told.away_newness, true) then told.county_fips
        when told.away_newness is not null and coalesce(told.away_newness > told.here_newness, true) then 'out_of_state'
        else 'unknown'
    end as county_fips,
    told.zip3,
    coalesce(told.is_multiple_birth, false) as is_multiple_birth,
    deaths.person_key is not null as is_deceased,
    deaths.death_date,
    told.registry_status,
    case when told.has_other_status then status_since.from_date else told.registry_status_from end as registry_status_from,
    coalesce(policy.consequence = 'count_only', false) as is_protected,
    coalesce(policy.consequence in ('leave_out', 'purge'), false) as is_opted_out,
    told.first_received_at,
    told.first_told_at,
    told.n_records,
    told.n_senders
from told
left join person_choice as choice using (person_key)
left join dim_person_policy as policy using (person_key)
left join deaths using (person_key)
left join status_since using (person_key)
order by bucket, person_key
