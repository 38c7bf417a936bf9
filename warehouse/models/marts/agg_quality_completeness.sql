-- title:    Completeness by sender, practice and week
-- grain:    one level (sender; sender and week; sender, practice and week), subject and field
-- unit:     person records (subject person), administered doses (subject dose), as told by messages
-- source:   quality_person, quality_dose, quality_message, codes quality_field
-- definition: Share of rows in which the field is there. Rows behind it: quality_person or quality_dose of the sender, practice and
--           week with bit "bit" of missing set, which lead to quality_message.
-- nulls:    week_start_date and practice_key are null in the levels that do not name them; practice_key also where none was told

with rows as (
    select 'person' as subject, message_key, missing
    from quality_person
    union all
    select 'dose', message_key, missing
    from quality_dose
    where kind = 'administered'
),

-- Few patterns of missing fields, many rows: counted by pattern first.
patterns as (
    select
        case
            when grouping(message.practice_key) = 0 then 'practice'
            when grouping(message.week_start_date) = 0 then 'week'
            else 'sender'
        end as level,
        message.sender,
        message.practice_key,
        message.week_start_date,
        rows.subject,
        rows.missing,
        count(*) as n
    from rows
    join quality_message as message using (message_key)
    cross join quality_terms as terms
    where message.week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
    group by grouping sets (
        (message.sender, rows.subject, rows.missing),
        (message.sender, message.week_start_date, rows.subject, rows.missing),
        (message.sender, message.practice_key, message.week_start_date, rows.subject, rows.missing)
    )
)

select
    patterns.level,
    patterns.sender,
    patterns.practice_key,
    patterns.week_start_date,
    patterns.subject,
    field.field,
    cast(field.bit as integer) as bit,
    cast(sum(n) as bigint) as n_rows,
    cast(coalesce(sum(n) filter ((missing >> cast(field.bit as integer)) & 1 = 0), 0) as bigint) as n_present,
    coalesce(sum(n) filter ((missing >> cast(field.bit as integer)) & 1 = 0), 0) / sum(n) as present_rate
from patterns
join code_quality_field as field using (subject)
group by all
order by level, sender, practice_key nulls first, week_start_date nulls first, subject, bit
