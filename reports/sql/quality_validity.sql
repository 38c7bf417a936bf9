-- title:    Findings by sender, and week or site
-- grain:    one sender, rule, severity and week (level week), or site (level practice)
-- source:   agg_quality_validity, dim_practice
-- definition: Weeks that begin from the first day to the last, of the weeks that the build shows; sites over all of these.
-- nulls:    practice_name where the messages named no site, week_start_date in level practice

select
    found.sender,
    coalesce(practice.practice_name, 'not told') as practice_name,
    found.week_start_date,
    found.rule,
    found.severity,
    found.n_findings,
    found.n_with_finding,
    found.n_messages,
    found.found_rate
from agg_quality_validity as found
left join dim_practice as practice using (practice_key)
where found.level = $level
    and (found.level = 'practice' or found.week_start_date between $from_day and $to_day)
order by
    found.sender, practice.practice_name nulls last, found.practice_key nulls last, found.found_rate desc, found.rule, found.severity,
    found.week_start_date
