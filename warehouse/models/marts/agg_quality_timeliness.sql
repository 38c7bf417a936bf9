-- title:    Days from administration to entry by sender and week, and by practice
-- grain:    one level (week: sender and week; practice: sender and practice over the weeks shown)
-- unit:     administered doses as told by messages
-- source:   quality_dose
-- definition: Doses with both dates (n_doses), those of them entered within 1, 7, 14 and 30 days, and the median. An entry dated before
--           its dose is counted apart.
-- nulls:    the median is null where no dose has both dates; week_start_date is null in level practice, practice_key in level week and
--           where no practice was told

select
    case when grouping(week_start_date) = 0 then 'week' else 'practice' end as level,
    sender,
    practice_key,
    week_start_date,
    cast(count(*) filter (n_days >= 0) as bigint) as n_doses,
    cast(count(*) filter (n_days < 0) as bigint) as n_before_dose,
    cast(count(*) filter (n_days between 0 and 1) as bigint) as n_within_1,
    cast(count(*) filter (n_days between 0 and 7) as bigint) as n_within_7,
    cast(count(*) filter (n_days between 0 and 14) as bigint) as n_within_14,
    cast(count(*) filter (n_days between 0 and 30) as bigint) as n_within_30,
    median(n_days) filter (n_days >= 0) as median_days
from quality_dose
cross join quality_terms as terms
where kind = 'administered'
    and week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
group by grouping sets ((sender, week_start_date), (sender, practice_key))
order by level, sender, practice_key nulls first, week_start_date nulls first
