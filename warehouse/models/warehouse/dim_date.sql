-- title:    Calendar days
-- grain:    one day, 1900 to the end of the year after as-of
-- source:   generated

select
    cast(day as date) as date_day,
    year(day) as year,
    quarter(day) as quarter,
    month(day) as month,
    isoyear(day) as iso_year,
    weekofyear(day) as iso_week,
    dayofweek(day) as day_of_week
from generate_series(
    date '1900-01-01', make_date(year(getvariable('as_of')) + 1, 12, 31), interval 1 day
) as days (day)
order by date_day
