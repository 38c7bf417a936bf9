-- title:    Messages and doses by sender and week, with sudden changes
-- grain:    one sender, whole week and quantity, from the sender's first week on
-- source:   quality_message, quality_dose, codes quality_parameter
-- definition: A week without messages counts 0. Robust z: (value - median) / spread over the weeks before it, the spread being
--           1.4826 times the median absolute deviation, but never less than the square root of the median (chance) or 1.
--           Messages behind it: quality_message of the sender and week.
-- nulls:    baseline, spread and z are null with fewer weeks of baseline than the parameter asks for

with weeks as (
    select sender, cast(week as date) as week_start_date
    from (
        select sender, min(week_start_date) as first_week
        from quality_message
        group by sender
    ) as feeds
    cross join quality_terms as terms
    cross join lateral generate_series(
        greatest(first_week, cast(date_trunc('week', getvariable('as_of') - 7 * terms.weeks_shown) as date)),
        -- The last week that is over.
        cast(date_trunc('week', getvariable('as_of') + 1) as date) - 7,
        interval 7 day
    ) as series (week)
),

counted as (
    select sender, week_start_date, 'messages' as quantity, count(*) as n
    from quality_message
    group by sender, week_start_date
    union all
    select sender, week_start_date, 'rejected', count(*) filter (outcome = 'rejected')
    from quality_message
    group by sender, week_start_date
    union all
    select sender, week_start_date, 'replays', count(*) filter (is_replay)
    from quality_message
    group by sender, week_start_date
    union all
    select message.sender, message.week_start_date, 'administered', count(*) filter (dose.kind = 'administered')
    from quality_dose as dose
    join quality_message as message using (message_key)
    group by message.sender, message.week_start_date
    union all
    select message.sender, message.week_start_date, 'historical', count(*) filter (dose.kind = 'historical')
    from quality_dose as dose
    join quality_message as message using (message_key)
    group by message.sender, message.week_start_date
),

series as (
    select
        weeks.sender,
        weeks.week_start_date,
        quantities.quantity,
        cast(coalesce(counted.n, 0) as bigint) as n
    from weeks
    cross join (select distinct quantity from counted) as quantities
    left join counted
        on counted.sender is not distinct from weeks.sender
        and counted.week_start_date = weeks.week_start_date
        and counted.quantity = quantities.quantity
),

before as (
    select
        *,
        list(n) over (
            partition by sender, quantity order by week_start_date rows between 104 preceding and 1 preceding
        ) as base
    from series
),

recent as (
    select before.* replace (list_slice(base, greatest(len(base) - terms.baseline_weeks + 1, 1), len(base)) as base)
    from before
    cross join quality_terms as terms
),

medians as (
    select *, list_median(base) as baseline
    from recent
),

spreads as (
    select
        medians.*,
        greatest(
            1.4826 * list_median(list_transform(base, lambda value: abs(value - baseline))), sqrt(baseline), 1
        ) as spread
    from medians
)

select
    sender,
    week_start_date,
    quantity,
    n,
    case when len(base) >= terms.baseline_least then baseline end as baseline,
    case when len(base) >= terms.baseline_least then spread end as spread,
    case when len(base) >= terms.baseline_least then (n - baseline) / spread end as z,
    coalesce(len(base) >= terms.baseline_least and abs((n - baseline) / spread) >= terms.z_flag, false) as is_sudden
from spreads
cross join quality_terms as terms
order by sender, quantity, week_start_date
