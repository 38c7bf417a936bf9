-- title:    Completeness by sender, practice and week
-- grain:    one level (sender; sender and week; sender, practice and week), subject and field
-- unit:     person records (subject person), administered doses (subject dose), as told by messages
-- source:   quality_person, quality_dose, codes quality_field
-- definition: Share of rows in which the field is there. Rows behind it: quality_person or quality_dose of the sender, practice and
--           week with bit "bit" of missing set, which lead to fct_message.
-- nulls:    week_start_date and practice_key are null in the levels that do not name them; practice_key also where none was told

with rows as (
    select 'person' as subject, sender, practice_key, week_start_date, missing
    from quality_person
    union all
    select 'dose', sender, practice_key, week_start_date, missing
    from quality_dose
    where kind = 'administered'
),

-- Few patterns of missing fields, many rows: counted by pattern first.
patterns as (
    select subject, sender, practice_key, week_start_date, missing, count(*) as n
    from rows
    cross join quality_terms as terms
    where week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
    group by all
),

fields as (
    select
        patterns.subject,
        patterns.sender,
        patterns.practice_key,
        patterns.week_start_date,
        cast(field.bit as integer) as bit,
        sum(n) as n_rows,
        sum(n * (1 - (missing >> cast(field.bit as integer)) & 1)) as n_present
    from patterns
    join code_quality_field as field using (subject)
    group by all
),

levels as (
    select 'practice' as level, sender, practice_key, week_start_date, subject, bit, n_rows, n_present
    from fields
    union all
    select
        case when grouping(week_start_date) = 0 then 'week' else 'sender' end,
        sender,
        null,
        week_start_date,
        subject,
        bit,
        sum(n_rows),
        sum(n_present)
    from fields
    group by grouping sets ((sender, subject, bit), (sender, week_start_date, subject, bit))
)

select
    cast(levels.level as enum ('practice', 'sender', 'week')) as level,
    levels.sender,
    levels.practice_key,
    levels.week_start_date,
    cast(levels.subject as enum ('dose', 'person')) as subject,
    field.field,
    levels.bit,
    cast(levels.n_rows as bigint) as n_rows,
    cast(levels.n_present as bigint) as n_present,
    levels.n_present / levels.n_rows as present_rate
from levels
join code_quality_field as field on field.subject = levels.subject and field.bit = levels.bit
