-- title:    When persons reached a dose, two doses, two dates and two valid dates
-- grain:    one person with a completed dose
-- source:   fct_dose, fct_dose_evaluation; the same for every period, because who reached a count by a day is a comparison with it
-- database: scratch
-- nulls:    a date is null where the count was never reached

with days as (
    select
        person_key,
        admin_date,
        count(*) as n_doses
    from fct_dose
    where is_completed
    group by person_key, admin_date
),

valid_days as (
    select distinct person_key, admin_date
    from fct_dose_evaluation
    where status = 'Valid'
),

valid_dates as (
    select person_key, min(admin_date, 2)[2] as second_valid_date
    from valid_days
    group by person_key
),

dates as (
    select
        person_key,
        min(admin_date) as first_date,
        min(admin_date, 2)[2] as second_date,
        min(admin_date) filter (n_doses > 1) as first_double_date
    from days
    group by person_key
)

select
    dates.person_key,
    dates.first_date,
    -- The second dose is given on the second date, or on the first one that has two.
    least(dates.second_date, dates.first_double_date) as second_dose_date,
    dates.second_date,
    valid_dates.second_valid_date
from dates
left join valid_dates using (person_key)
