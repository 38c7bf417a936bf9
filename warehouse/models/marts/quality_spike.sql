-- title:    Records behind days that stand for an unknown date
-- grain:    one dose, or one person record of a birth, as told by one message of the weeks shown
-- source:   agg_quality_default_date; quality_dose, quality_person with birth dates from stg_person
-- definition: What agg_quality_default_date counts, of the messages of the weeks shown, as other rows behind quality figures
--           are: its n counts all years, and births once a person. What was told before stays in the lake, by sender and date.
-- nulls:    dose_row_key is null for births

-- Each spike in every year: looking a date up costs less than taking its month and day.
with days as (
    select
        sender,
        date_kind,
        month_day,
        replace(date_kind, ' dose', '') as kind,
        try_cast(years.year || '-' || month_day as date) as told_date
    from agg_quality_default_date
    cross join range(1880, year(getvariable('as_of')) + 2) as years (year)
),

births as (
    select record_key, birth_date
    from stg_person
    where birth_date in (select told_date from days where kind = 'birth')
)

select days.sender, days.date_kind, days.month_day, days.told_date, shown.message_key, shown.record_key, shown.dose_row_key
from quality_dose as shown
join days on days.told_date = shown.admin_date and days.sender is not distinct from shown.sender and days.kind = cast(shown.kind as varchar)
union all
select days.sender, days.date_kind, days.month_day, days.told_date, shown.message_key, shown.record_key, null
from quality_person as shown
join births using (record_key)
join days on days.told_date = births.birth_date and days.sender is not distinct from shown.sender and days.kind = 'birth'
order by sender, date_kind, month_day, message_key, record_key, dose_row_key
