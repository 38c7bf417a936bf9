-- title:    Findings by sender, practice, week and rule
-- grain:    one level (sender; sender and week; sender, practice and week), rule and severity
-- source:   stg_issue, quality_message
-- definition: Findings, messages with one, and their share of the level's messages. Messages behind it: fct_issue of the rule joined
--           with quality_message of the sender, practice and week.
-- nulls:    week_start_date and practice_key are null in the levels that do not name them; practice_key also where none was told

with messages as (
    select message.*
    from quality_message as message
    cross join quality_terms as terms
    where message.week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
),

totals as (
    select
        case when grouping(practice_key) = 0 then 'practice' when grouping(week_start_date) = 0 then 'week' else 'sender' end as level,
        sender,
        practice_key,
        week_start_date,
        count(*) as n_messages
    from messages
    group by grouping sets ((sender), (sender, week_start_date), (sender, practice_key, week_start_date))
),

found as (
    select
        case when grouping(practice_key) = 0 then 'practice' when grouping(week_start_date) = 0 then 'week' else 'sender' end as level,
        sender,
        practice_key,
        week_start_date,
        issue.rule,
        issue.severity,
        count(*) as n_findings,
        count(distinct message_key) as n_with_finding
    from stg_issue as issue
    join messages using (message_key)
    group by grouping sets (
        (sender, rule, severity), (sender, week_start_date, rule, severity), (sender, practice_key, week_start_date, rule, severity)
    )
)

select
    found.level,
    found.sender,
    found.practice_key,
    found.week_start_date,
    found.rule,
    found.severity,
    cast(found.n_findings as bigint) as n_findings,
    cast(found.n_with_finding as bigint) as n_with_finding,
    cast(totals.n_messages as bigint) as n_messages,
    found.n_with_finding / totals.n_messages as found_rate
from found
join totals
    on totals.level = found.level
    and totals.sender is not distinct from found.sender
    and totals.practice_key is not distinct from found.practice_key
    and totals.week_start_date is not distinct from found.week_start_date
order by found.level, found.sender, found.practice_key nulls first, found.week_start_date nulls first, found.rule, found.severity
