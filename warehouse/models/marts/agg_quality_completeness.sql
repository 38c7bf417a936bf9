-- title:    Completeness by sender and week, and by practice
-- grain:    one level (week: sender and week; practice: sender and practice over the weeks shown), subject and field
-- unit:     person records (subject person), administered doses (subject dose), as told by messages
-- source:   quality_person, quality_dose, codes quality_field
-- definition: Share of rows in which the field is there. Rows behind it: quality_person or quality_dose of the sender, and of the week
--           or practice, with bit "bit" of missing set, which lead to fct_message. A practice's week is too few rows for a share.
-- nulls:    week_start_date is null in level practice, practice_key in level week and where no practice was told

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
    select
        case when grouping(week_start_date) = 0 then 'week' else 'practice' end as level,
        subject,
        sender,
        practice_key,
        week_start_date,
        missing,
        count(*) as n
    from rows
    cross join quality_terms as terms
    where week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
    group by grouping sets ((subject, sender, week_start_date, missing), (subject, sender, practice_key, missing))
)

select
    cast(patterns.level as enum ('practice', 'week')) as level,
    patterns.sender,
    patterns.practice_key,
    patterns.week_start_date,
    cast(patterns.subject as enum ('dose', 'person')) as subject,
    field.field,
    any_value(field.title) as title,
    cast(field.bit as integer) as bit,
    cast(sum(patterns.n) as bigint) as n_rows,
    cast(sum(patterns.n * (1 - (patterns.missing >> cast(field.bit as integer)) & 1)) as bigint) as n_present,
    n_present / n_rows as present_rate
from patterns
join code_quality_field as field using (subject)
group by patterns.level, patterns.subject, patterns.sender, patterns.practice_key, patterns.week_start_date, field.field, field.bit
order by level, subject, sender, practice_key nulls first, week_start_date nulls first, bit
