-- title:    Doses administered against doses distributed
-- grain:    one site, vaccine and year with a stock event
-- source:   fct_stock_event, fct_dose
-- definition: Distributed is received plus net transfers of the year; accounted share is doses administered over distributed
--           (the goal of some programs is more than 90 %). Wastage is wasted, spoiled and expired over these plus
--           administered. Expected on hand is what all events and doses up to the year's end leave; variance compares it
--           with the last count of the year, after which nothing is taken off in between.
-- nulls:    counted and variance are null where the year has no count; shares where the denominator is 0

with flows as (
    select
        practice_key,
        cvx,
        year(event_date) as year,
        sum(doses) filter (event = 'received') as n_received,
        sum(doses) filter (event = 'transferred') as n_transferred,
        sum(doses) filter (event = 'wasted') as n_wasted,
        sum(doses) filter (event = 'spoiled') as n_spoiled,
        sum(doses) filter (event = 'expired') as n_expired,
        sum(doses) filter (event = 'returned') as n_returned,
        arg_max(doses, (event_date, stock_key)) filter (event = 'counted') as n_counted
    from fct_stock_event
    group by practice_key, cvx, year(event_date)
),

given as (
    select practice_key, cvx, year(admin_date) as year, count(*) as n_administered
    from fct_dose
    where kind = 'administered' and is_completed
        and practice_key in (select practice_key from fct_stock_event)
    group by practice_key, cvx, year(admin_date)
),

years as (
    select
        flows.practice_key,
        flows.cvx,
        flows.year,
        cast(coalesce(n_received, 0) as bigint) as n_received,
        cast(coalesce(n_transferred, 0) as bigint) as n_transferred,
        cast(coalesce(n_wasted, 0) as bigint) as n_wasted,
        cast(coalesce(n_spoiled, 0) as bigint) as n_spoiled,
        cast(coalesce(n_expired, 0) as bigint) as n_expired,
        cast(coalesce(n_returned, 0) as bigint) as n_returned,
        cast(n_counted as bigint) as n_counted,
        cast(coalesce(n_administered, 0) as bigint) as n_administered
    from flows
    left join given using (practice_key, cvx, year)
),

balances as (
    select
        *,
        cast(sum(n_received + n_transferred - n_wasted - n_spoiled - n_expired - n_returned - n_administered) over (
            partition by practice_key, cvx order by year
        ) as bigint) as n_expected
    from years
)

select
    *,
    n_counted - n_expected as variance,
    case when n_received + n_transferred > 0 then n_administered / (n_received + n_transferred) end as accounted_rate,
    case when n_wasted + n_spoiled + n_expired + n_administered > 0
        then (n_wasted + n_spoiled + n_expired) / (n_wasted + n_spoiled + n_expired + n_administered)
    end as wastage_rate
from balances
order by practice_key, cvx, year
