-- title:    What is taken of fields that never change and on which records disagree
-- grain:    one person whose records tell more than one birth date, or more than one sex
-- source:   person records: the best source (code survivorship); among equals a date that is no default, then what most files tell
--           (code survivorship_rule; a sender's file on a person tells what its newest record tells), then the birth date that the
--           fewest days of doses precede, then the newest
-- nulls:    null where there is nothing to choose, or the rule says newest
-- database: scratch

with disputed as (
    select person_key
    from person_record
    group by person_key
    having min(birth_date) <> max(birth_date) or min(sex) filter (sex in ('F', 'M', 'X')) <> max(sex) filter (sex in ('F', 'M', 'X'))
),

filed as (
    select
        person_key,
        sender,
        coalesce(person_id, cast(record_key as varchar)) as file_id,
        arg_max(birth_date, newness) as birth_date,
        arg_max(record_type, newness) filter (birth_date is not null) as birth_date_from,
        max(newness) filter (birth_date is not null) as birth_date_newness,
        arg_max(sex, newness) filter (sex in ('F', 'M', 'X')) as sex,
        arg_max(record_type, newness) filter (sex in ('F', 'M', 'X')) as sex_from,
        max(newness) filter (sex in ('F', 'M', 'X')) as sex_newness
    from person_record
    where person_key in (select person_key from disputed)
    group by all
),

told as (
    select person_key, 'birth_date' as field, cast(birth_date as varchar) as said, birth_date_from as record_type, birth_date_newness as newness from filed
    where birth_date is not null
    union all
    select person_key, 'sex' as field, sex as said, sex_from as record_type, sex_newness as newness from filed
    where sex is not null
),

-- Nobody has a dose before birth: where day and month were exchanged, doses tell which of the two it is.
preceded as (
    select dated.person_key, dated.field, dated.said, count(distinct dose.admin_date) as n_days
    from (select distinct person_key, field, said from told where field = 'birth_date') as dated
    join dose_source as dose
        on dose.person_key = dated.person_key
        and dose.admin_date < try_cast(dated.said as date)
    where dose.kind in ('administered', 'historical')
    group by dated.person_key, dated.field, dated.said
),

counted as (
    select
        told.person_key,
        told.field,
        told.said,
        max(coalesce(cast(best.quality as integer), 1)) as quality,
        count(*) as n_files,
        max(told.newness) as newness
    from told
    left join code_survivorship as best using (field, record_type)
    where told.field in (select field from code_survivorship_rule where rule = 'most_told')
    group by told.person_key, told.field, told.said
),

chosen as (
    select
        person_key,
        field,
        arg_max(
            said,
            (
                counted.quality,
                case when field = 'birth_date' and said like '%-01-01' then 0 else 1 end,
                counted.n_files,
                -coalesce(preceded.n_days, 0),
                counted.newness
            )
        ) as said
    from counted
    left join preceded using (person_key, field, said)
    group by person_key, field
)

select
    person_key,
    max(try_cast(said as date)) filter (field = 'birth_date') as birth_date,
    max(said) filter (field = 'sex') as sex
from chosen
group by person_key
