-- title:    How soon doses are entered, by sender and week or site
-- grain:    one sender and week (level week), or one sender and site (level practice)
-- unit:     administered doses as told by messages
-- source:   agg_quality_timeliness, dim_practice
-- definition: Weeks that begin from the first day to the last, of the weeks that the build shows; sites over all of these.
-- nulls:    the median where no dose has both dates; practice_name where the messages named no site, week_start_date in level practice

select
    entered.sender,
    entered.practice_key,
    practice.practice_name,
    entered.week_start_date,
    entered.n_doses,
    entered.n_before_dose,
    entered.n_within_1,
    entered.n_within_7,
    entered.n_within_14,
    entered.n_within_30,
    cast(entered.median_days as double) as median_days
from agg_quality_timeliness as entered
left join dim_practice as practice using (practice_key)
where entered.level = $level
    and (entered.level = 'practice' or entered.week_start_date between $from_day and $to_day)
order by
    entered.sender, practice.practice_name nulls last, entered.practice_key nulls last, entered.week_start_date
