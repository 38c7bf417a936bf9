-- title:    Messages and doses by sender and week, with sudden changes
-- grain:    one sender, whole week and quantity, from the sender's first week on
-- source:   fct_message, quality_dose, codes quality_parameter
-- definition: A week without messages counts 0. Robust z: (value - median) / spread over the weeks before it, the spread being
--           1.4826 times the median absolute deviation, but never less than the square root of the median (chance) or 1.
--           Messages behind it: fct_message of the sender and week.
-- nulls:    baseline, spread and z are null with fewer weeks of baseline than the parameter asks for

with weeks as (
    select sender, cast(week as date) as week_start_date
    from (
        select sender, min(week_start_date) as first_week
        from fct_message
        where sent_date <= getvariable('as_of')
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

messages as (
    select
        sender,
        week_start_date,
        count(*) as messages,
        count(*) filter (outcome = 'rejected') as rejected,
        count(*) filter (is_replay) as replays
    from fct_message
    where sent_date <= getvariable('as_of')
    group by sender, week_start_date
),

doses as (
    select
        sender,
        week_start_date,
        count(*) filter (kind = 'administered') as administered,
        count(*) filter (kind = 'historical') as historical
    from quality_dose
    group by sender, week_start_date
),

filled as (
    select
        weeks.sender,
        weeks.week_start_date,
        coalesce(messages.messages, 0) as messages,
        coalesce(messages.rejected, 0) as rejected,
        coalesce(messages.replays, 0) as replays,
        coalesce(doses.administered, 0) as administered,
        coalesce(doses.historical, 0) as historical
    from weeks
    left join messages using (sender, week_start_date)
    left join doses using (sender, week_start_date)
),

series as (
    unpivot filled on messages, rejected, replays, administered, historical into name quantity value n
),

before as (
    select
        series.*,
        list(n) over (
            partition by sender, quantity order by week_start_date rows between terms.baseline_weeks preceding and 1 preceding
        ) as base
    from series
    cross join quality_terms as terms
),

medians as (
    select *, list_median(base) as baseline
    from before
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
