-- title:    Practices that answer for persons
-- grain:    one person and practice
-- source:   person records, registry status (PD1-16) and administered doses; pharmacy, hospital, school and mass clinic never answer for a person
-- period:   as of the build; one_to_one (newest medical home active) unless settings/linkage.csv says practice_policy,one_to_many
-- definition: A relationship that another practice took over ends on the first day on which the person was seen there after the last
--           contact here; where the other was only seen before, on the last contact here.
-- nulls:    to_date is null exactly where the relationship is active

with contacts as (
    select
        record.person_key,
        practice.practice_key,
        practice.practice_type,
        cast(record.message_at as date) as contact_date
    from person_record as record
    join dim_practice as practice on practice.practice_id = record.practice_id
    where coalesce(practice.practice_type, '') not in ('pharmacy', 'hospital', 'school', 'mass_clinic')
        and cast(record.message_at as date) <= getvariable('as_of')
    union all
    select dose.person_key, dose.practice_key, practice.practice_type, dose.admin_date
    from fct_dose as dose
    join dim_practice as practice using (practice_key)
    where dose.kind = 'administered'
        and coalesce(practice.practice_type, '') not in ('pharmacy', 'hospital', 'school', 'mass_clinic')
),

spans as (
    select
        person_key,
        practice_key,
        min(practice_type) as practice_type,
        min(contact_date) as from_date,
        max(contact_date) as last_contact_date
    from contacts
    group by person_key, practice_key
),

statements as (
    select
        record.record_key,
        record.person_key,
        practice.practice_key,
        known.practice_status as status,
        coalesce(record.registry_status_date, cast(record.message_at as date)) as status_date,
        record.sender as status_author,
        newness_of(coalesce(record.message_at, timestamp '0001-01-01'), record.record_key) as newness
    from person_record as record
    join dim_practice as practice on practice.practice_id = record.practice_id
    join dim_registry_status as known on known.status = record.registry_status
    where known.practice_status is not null
        and coalesce(record.registry_status_date, cast(record.message_at as date)) <= getvariable('as_of')
),

-- What a practice says of a person holds for that practice alone, until it says otherwise or sees the person again.
said as (
    select statements.*
    from statements
    join (
        select arg_max(record_key, newness) as record_key from statements group by person_key, practice_key
    ) using (record_key)
),

stated as (
    select
        spans.*,
        said.status_date,
        said.status_author,
        case
            when said.status is null or said.status = 'active' then 'active'
            when spans.last_contact_date > said.status_date and said.status <> 'moved_or_gone' then 'active'
            else said.status
        end as own_status
    from spans
    left join said using (person_key, practice_key)
),

-- A health department's clinic, and a site that is on no practice file, answer only where no other medical home does.
ranked as (
    select
        *,
        row_number() over (
            partition by person_key, own_status = 'active'
            order by practice_type is null, practice_type = 'public', last_contact_date desc nulls last, practice_key
        ) as nth
    from stated
),

-- Another practice takes over on the first day after the last contact that the person is seen there.
taken as (
    select ranked.person_key, ranked.practice_key, min(contacts.contact_date) as taken_date
    from ranked
    join contacts
        on contacts.person_key = ranked.person_key
        and contacts.contact_date > ranked.last_contact_date
        and (contacts.practice_type is null, coalesce(contacts.practice_type, '') = 'public')
            <= (ranked.practice_type is null, coalesce(ranked.practice_type, '') = 'public')
    where ranked.own_status = 'active' and ranked.nth > 1
    group by ranked.person_key, ranked.practice_key
)

select
    ranked.person_key,
    bucket_of(ranked.person_key) as bucket,
    ranked.practice_key,
    case
        when ranked.own_status <> 'active' then ranked.own_status
        when ranked.nth = 1 or coalesce(getvariable('practice_policy'), 'one_to_one') = 'one_to_many' then 'active'
        else 'inactive'
    end as status,
    ranked.from_date,
    case
        when ranked.own_status <> 'active' then ranked.status_date
        when ranked.nth > 1 and coalesce(getvariable('practice_policy'), 'one_to_one') <> 'one_to_many'
            then coalesce(taken.taken_date, ranked.last_contact_date)
    end as to_date,
    case
        when ranked.own_status <> 'active' then ranked.status_author
        when ranked.nth > 1 then 'another practice since'
        else coalesce(ranked.status_author, 'newest contact')
    end as status_author,
    cast(
        row_number() over (order by bucket_of(ranked.person_key), ranked.person_key, ranked.practice_key) as bigint
    ) as relation_key
from ranked
left join taken on taken.person_key = ranked.person_key and taken.practice_key = ranked.practice_key
order by bucket, ranked.person_key, ranked.practice_key
