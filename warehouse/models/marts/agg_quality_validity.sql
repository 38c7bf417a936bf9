-- title:    Findings by sender and week, and by practice
-- grain:    one level (week: sender and week; practice: sender and practice over the weeks shown), rule and severity
-- source:   fct_issue, fct_message
-- definition: Findings, messages with one, and their share of the level's messages. Messages behind it: fct_issue of the rule joined
--           with fct_message of the sender, and of the week or practice.
-- nulls:    week_start_date is null in level practice, practice_key in level week and where no practice was told

with messages as (
    select message.message_key, message.sender, message.practice_key, message.week_start_date
    from fct_message as message
    cross join quality_terms as terms
    where message.sent_date <= getvariable('as_of')
        and message.week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
),

totals as (
    select
        case when grouping(week_start_date) = 0 then 'week' else 'practice' end as level,
        sender,
        practice_key,
        week_start_date,
        count(*) as n_messages
    from messages
    group by grouping sets ((sender, week_start_date), (sender, practice_key))
),

-- A message is of one sender, practice and week: those with a finding add up over them.
counted as (
    select
        messages.sender,
        messages.practice_key,
        messages.week_start_date,
        issue.rule,
        issue.severity,
        count(*) as n_findings,
        count(distinct issue.message_key) as n_with_finding
    from fct_issue as issue
    join messages using (message_key)
    group by all
),

found as (
    select
        case when grouping(week_start_date) = 0 then 'week' else 'practice' end as level,
        sender,
        practice_key,
        week_start_date,
        rule,
        severity,
        sum(n_findings) as n_findings,
        sum(n_with_finding) as n_with_finding
    from counted
    group by grouping sets ((sender, week_start_date, rule, severity), (sender, practice_key, rule, severity))
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
