-- title:    Days from administration to entry by sender, practice and week
-- grain:    one level (sender; sender and week; sender, practice and week)
-- unit:     administered doses as told by messages
-- source:   quality_dose
-- definition: Share entered within 1, 7, 14 and 30 days of those with both dates, and the median. An entry dated before its dose is
--           counted apart.
-- nulls:    rates and median are null where no dose has both dates; week and practice as the level says

select
    case
        when grouping(practice_key) = 0 then 'practice'
        when grouping(week_start_date) = 0 then 'week'
        else 'sender'
    end as level,
    sender,
    practice_key,
    week_start_date,
    cast(count(*) filter (n_days >= 0) as bigint) as n_doses,
    cast(count(*) filter (n_days < 0) as bigint) as n_before_dose,
    count(*) filter (n_days between 0 and 1) / nullif(count(*) filter (n_days >= 0), 0) as within_1_rate,
    count(*) filter (n_days between 0 and 7) / nullif(count(*) filter (n_days >= 0), 0) as within_7_rate,
    count(*) filter (n_days between 0 and 14) / nullif(count(*) filter (n_days >= 0), 0) as within_14_rate,
    count(*) filter (n_days between 0 and 30) / nullif(count(*) filter (n_days >= 0), 0) as within_30_rate,
    median(n_days) filter (n_days >= 0) as median_days
from quality_dose
cross join quality_terms as terms
where kind = 'administered'
    and week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
group by grouping sets (
    (sender), (sender, week_start_date), (sender, practice_key, week_start_date)
)
order by level, sender, practice_key nulls first, week_start_date nulls first
