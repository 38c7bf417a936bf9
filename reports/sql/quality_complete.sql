-- title:    What the messages of a sender leave out
-- grain:    one sender, kind of record and field
-- unit:     records of persons, and doses given, as told by messages
-- source:   agg_quality_completeness
-- definition: Records of the weeks that begin from the first day to the last, of the weeks that the build shows; recent: of the last 13.
-- nulls:    recent counts are null where the sender told no record in those weeks

select
    sender,
    subject,
    title,
    cast(sum(n_rows) as bigint) as n_rows,
    cast(sum(n_present) as bigint) as n_present,
    cast(sum(n_rows) filter (week_start_date > cast($to_day as date) - 13 * 7) as bigint) as n_recent,
    cast(sum(n_present) filter (week_start_date > cast($to_day as date) - 13 * 7) as bigint) as n_recent_present
from agg_quality_completeness
where level = 'week' and week_start_date between $from_day and $to_day
group by sender, subject, title
order by sender, subject desc, sum(n_present) / sum(n_rows), title
