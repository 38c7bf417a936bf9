-- title:    How soon doses are entered
-- grain:    one quarter of administration, the last eight
-- unit:     administered doses with an entry date on or after their own
-- source:   agg_timeliness
-- nulls:    median_days is null where no dose has such a date

select
    year(quarter_start_date) || ' Q' || quarter(quarter_start_date) as quarter,
    n_doses,
    n_within_1,
    n_within_7,
    n_within_14,
    n_within_30,
    median_days
from agg_timeliness
where is_state = ($practice is null) and coalesce(practice_key = $practice, true)
order by quarter_start_date
