-- title:    Days of the year that stand for an unknown date
-- grain:    one sender, date and day of the year that has far more records than the days around it
-- source:   quality_dose, quality_message, stg_person
-- definition: Records by the day of the year of the dose (administered, historical) or of birth, against the median and spread of the
--           15 days before and after it, so that a season is no spike; the spread is never less than the square root of the median,
--           or 1. Only spikes are rows. Doses behind one: quality_dose of the sender with that day, which lead to quality_message.
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

-- Three years end to end, so that the days around New Year have neighbours on both sides.
year as (
    select
        strftime(date '2024-01-01' + cast(day % 366 as integer), '%m-%d') as month_day,
        day
    from range(0, 3 * 366) as days (day)
),

filled as (
    select feeds.sender, feeds.date_kind, year.month_day, year.day, coalesce(counted.n, 0) as n
    from (select distinct sender, date_kind from counted) as feeds
    cross join year
    left join counted
        on counted.sender is not distinct from feeds.sender
        and counted.date_kind = feeds.date_kind
        and counted.month_day = year.month_day
),

around as (
    select
        *,
        list(n) over (
            partition by sender, date_kind order by day rows between 15 preceding and 15 following exclude current row
        ) as neighbours
    from filled
),

medians as (
    select *, list_median(neighbours) as usual
    from around
    where day between 366 and 2 * 366 - 1
),

spreads as (
    select
        *,
        greatest(1.4826 * list_median(list_transform(neighbours, lambda value: abs(value - usual))), sqrt(usual), 1) as spread,
        sum(n) over (partition by sender, date_kind) as n_all
    from medians
)

select
    spreads.sender,
    spreads.date_kind,
    spreads.month_day,
    cast(spreads.n as bigint) as n,
    cast(spreads.n_all as bigint) as n_all,
    spreads.usual,
    (spreads.n - spreads.usual) / spreads.spread as z
from spreads
cross join quality_terms as terms
where spreads.n >= terms.spike_least
    and (spreads.n - spreads.usual) / spreads.spread >= terms.z_flag
order by spreads.sender, spreads.date_kind, z desc, spreads.month_day
