-- title:    Days of the year that stand for an unknown date
-- grain:    one sender, date and day of the year that has far more records than the days around it
-- source:   stg_dose, stg_person
-- definition: Records by the day of the year of the dose (administered, historical) or of birth, against the median and spread of the
--           15 days before and after it, so that a season is no spike; the spread is never less than the square root of the median,
--           or 1. Only spikes are rows. last_message_key is the newest message that told one of the records;
--           quality_spike has all of the weeks shown.
-- nulls:    none

with doses as (
    select dose.sender, dose.kind, dose.admin_date, count(*) as n, max(dose.message_key) as last_message_key
    from stg_dose as dose
    where dose.outcome = 'accepted'
        and dose.action <> 'D'
        and dose.kind in ('administered', 'historical')
        and dose.admin_date is not null
        and (dose.message_at < getvariable('as_of') + 1 or dose.message_at is null and dose.received_at < getvariable('as_of') + 1)
        and dose.record_key not in (select record_key from record_left_out)
    group by dose.sender, dose.kind, dose.admin_date
),

births as (
    select person.sender, link.person_key, person.birth_date, max(person.message_key) as last_message_key
    from stg_person as person
    join person_link as link using (record_key)
    where person.birth_date is not null
        and (person.message_at < getvariable('as_of') + 1 or person.message_at is null and person.received_at < getvariable('as_of') + 1)
    group by person.sender, link.person_key, person.birth_date
),

counted as (
    select sender, kind || ' dose' as date_kind, strftime(admin_date, '%m-%d') as month_day, sum(n) as n, max(last_message_key) as last_message_key
    from doses
    group by all
    union all
    select sender, 'birth', strftime(birth_date, '%m-%d'), count(*), max(last_message_key)
    from births
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
    select feeds.sender, feeds.date_kind, year.month_day, year.day, cast(coalesce(counted.n, 0) as bigint) as n, counted.last_message_key
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
    spreads.n,
    cast(spreads.n_all as bigint) as n_all,
    spreads.usual,
    (spreads.n - spreads.usual) / spreads.spread as z,
    spreads.last_message_key
from spreads
cross join quality_terms as terms
where spreads.n >= terms.spike_least
    and (spreads.n - spreads.usual) / spreads.spread >= terms.z_flag
order by spreads.sender, spreads.date_kind, z desc, spreads.month_day
