-- title:    Doses administered against doses distributed
-- grain:    one site, vaccine and year with a stock event
-- source:   fct_stock_event, fct_dose
-- definition: Distributed is received plus net transfers of the year; accounted share is doses administered over distributed
--           (the goal of some programs is more than 90 %). Wastage is wasted, spoiled and expired over these plus
--           administered. Expected on hand is what all events and doses up to the year's end leave, those of years without a
--           stock event among them; variance compares the last count of the year with what they leave on the day of that count.
-- nulls:    counted and variance are null where the year has no count; shares where the denominator is 0

with moves as (
    select
        practice_key,
        cvx,
        event_date,
        event,
        doses,
        case when event in ('received', 'transferred') then doses when event = 'counted' then 0 else -doses end as change
    from fct_stock_event
    union all
    select practice_key, cvx, admin_date, 'administered', 1, -1
    from fct_dose
    where kind = 'administered' and is_completed
        and practice_key in (select practice_key from fct_stock_event)
),

years as (
    select
        practice_key,
        cvx,
        year(event_date) as year,
        cast(coalesce(sum(doses) filter (event = 'received'), 0) as bigint) as n_received,
        cast(coalesce(sum(doses) filter (event = 'transferred'), 0) as bigint) as n_transferred,
        cast(coalesce(sum(doses) filter (event = 'wasted'), 0) as bigint) as n_wasted,
        cast(coalesce(sum(doses) filter (event = 'spoiled'), 0) as bigint) as n_spoiled,
        cast(coalesce(sum(doses) filter (event = 'expired'), 0) as bigint) as n_expired,
        cast(coalesce(sum(doses) filter (event = 'returned'), 0) as bigint) as n_returned,
        cast(count(*) filter (event = 'administered') as bigint) as n_administered,
        count(*) filter (event <> 'administered') as n_events,
        cast(sum(sum(change)) over (partition by practice_key, cvx order by year(event_date)) as bigint) as n_expected
    from moves
    group by practice_key, cvx, year(event_date)
),

counts as (
    select
        practice_key,
        cvx,
        year(event_date) as year,
        max(event_date) as count_date,
        cast(arg_max(doses, (event_date, stock_key)) as bigint) as n_counted
    from fct_stock_event
    where event = 'counted'
    group by practice_key, cvx, year(event_date)
),

compared as (
    select
        counts.practice_key,
        counts.cvx,
        counts.year,
        any_value(counts.n_counted) as n_counted,
        cast(any_value(counts.n_counted) - sum(moves.change) as bigint) as variance
    from counts
    join moves
        on moves.practice_key = counts.practice_key
        and moves.cvx = counts.cvx
        and moves.event_date <= counts.count_date
    group by counts.practice_key, counts.cvx, counts.year
)

select
    years.practice_key,
    years.cvx,
    years.year,
    years.n_received,
    years.n_transferred,
    years.n_wasted,
    years.n_spoiled,
    years.n_expired,
    years.n_returned,
    compared.n_counted,
    years.n_administered,
    years.n_expected,
    compared.variance,
    case when n_received + n_transferred > 0 then n_administered / (n_received + n_transferred) end as accounted_rate,
    case when n_wasted + n_spoiled + n_expired + n_administered > 0
        then (n_wasted + n_spoiled + n_expired) / (n_wasted + n_spoiled + n_expired + n_administered)
    end as wastage_rate
from years
left join compared using (practice_key, cvx, year)
where years.n_events > 0
order by years.practice_key, years.cvx, years.year
