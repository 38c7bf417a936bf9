-- title:    Days of the year that stand for an unknown date
-- grain:    one sender, date and day of the year that has far more records than the sender's other days
-- source:   quality_dose, quality_message, stg_person
-- definition: Records by the day of the year of the dose (administered, historical) or of birth, against the median and spread over all
--           366 days; the spread is never less than the square root of the median, or 1. Only spikes are rows. Doses behind one:
--           quality_dose of the sender with that day, which lead to quality_message.
-- nulls:    none

with dates as (
    select message.sender, dose.kind || ' dose' as date_kind, strftime(dose.admin_date, '%m-%d') as month_day
    from quality_dose as dose
    join quality_message as message using (message_key)
    where dose.kind in ('administered', 'historical') and dose.admin_date is not null
    union all
    select sender, 'birth', strftime(birth_date, '%m-%d')
    from (
        select distinct message.sender, link.person_key, person.birth_date
        from stg_person as person
        join person_link as link using (record_key)
        join quality_message as message using (message_key)
        where person.birth_date is not null
    )
),

counted as (
    select sender, date_kind, month_day, count(*) as n
    from dates
    group by all
),

year as (
    select strftime(date '2024-01-01' + cast(day as integer), '%m-%d') as month_day
    from range(0, 366) as days (day)
),

filled as (
    select feeds.sender, feeds.date_kind, year.month_day, coalesce(counted.n, 0) as n
    from (select distinct sender, date_kind from counted) as feeds
    cross join year
    left join counted
        on counted.sender is not distinct from feeds.sender
        and counted.date_kind = feeds.date_kind
        and counted.month_day = year.month_day
),

medians as (
    select sender, date_kind, median(n) as usual, mad(n) as deviation, sum(n) as n_all
    from filled
    group by sender, date_kind
)

select
    filled.sender,
    filled.date_kind,
    filled.month_day,
    cast(filled.n as bigint) as n,
    cast(medians.n_all as bigint) as n_all,
    medians.usual,
    (filled.n - medians.usual) / greatest(1.4826 * medians.deviation, sqrt(medians.usual), 1) as z
from filled
join medians on medians.sender is not distinct from filled.sender and medians.date_kind = filled.date_kind
cross join quality_terms as terms
where filled.n >= terms.spike_least
    and (filled.n - medians.usual) / greatest(1.4826 * medians.deviation, sqrt(medians.usual), 1) >= terms.z_flag
order by filled.sender, filled.date_kind, z desc, filled.month_day
