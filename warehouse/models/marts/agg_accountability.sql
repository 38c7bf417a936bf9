-- title:    Doses administered against doses distributed
-- grain:    one site, vaccine and year with a stock event
-- source:   fct_stock_event, fct_dose
-- definition: Doses count from the day of the site's first stock event of the vaccine on: what was given before the books begin is on no book.
--           Opening is what earlier events and doses leave. Opening, received and transferred in, less administered, transferred
--           out, wasted, spoiled, expired and returned is expected on hand at the year's end (years without a stock event are in the
--           opening of the next); variance compares the last count of the year with what is expected on the day of that count.
--           Distributed is received and transferred in less transferred out; accounted share is doses administered over distributed
--           (the goal of some programs is more than 90 %). Wastage is wasted over wasted and administered, and nothing else; loss is
--           wasted, spoiled and expired over these and administered.
-- nulls:    counted and variance are null where the year has no count; shares where the denominator is 0

with moves as (
    select
        stock.practice_key,
        stock.cvx,
        stock.event_date,
        stock.event,
        stock.doses,
        case when stock.event in ('received', 'transferred') then stock.doses when stock.event = 'counted' then 0 else -stock.doses end as change
    from fct_stock_event as stock
    union all
    select dose.practice_key, dose.cvx, dose.admin_date, 'administered', 1, -1
    from fct_dose as dose
    join (select practice_key, cvx, min(event_date) as first_date from fct_stock_event group by practice_key, cvx) as begun
        on begun.practice_key = dose.practice_key
        and begun.cvx = dose.cvx
        and dose.admin_date >= begun.first_date
    where dose.kind = 'administered' and dose.is_completed
),

years as (
    select
        practice_key,
        cvx,
        year(event_date) as year,
        cast(coalesce(sum(doses) filter (event = 'received'), 0) as bigint) as n_received,
        cast(coalesce(sum(doses) filter (event = 'transferred' and doses > 0), 0) as bigint) as n_transferred_in,
        cast(coalesce(-sum(doses) filter (event = 'transferred' and doses < 0), 0) as bigint) as n_transferred_out,
        cast(coalesce(sum(doses) filter (event = 'wasted'), 0) as bigint) as n_wasted,
        cast(coalesce(sum(doses) filter (event = 'spoiled'), 0) as bigint) as n_spoiled,
        cast(coalesce(sum(doses) filter (event = 'expired'), 0) as bigint) as n_expired,
        cast(coalesce(sum(doses) filter (event = 'returned'), 0) as bigint) as n_returned,
        cast(count(*) filter (event = 'administered') as bigint) as n_administered,
        count(*) filter (event <> 'administered') as n_events,
        cast(sum(sum(change)) over (partition by practice_key, cvx order by year(event_date)) - sum(change) as bigint) as n_opening,
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
    years.n_opening,
    years.n_received,
    years.n_transferred_in,
    years.n_transferred_out,
    years.n_administered,
    years.n_wasted,
    years.n_spoiled,
    years.n_expired,
    years.n_returned,
    years.n_expected,
    compared.n_counted,
    compared.variance,
    n_administered / nullif(greatest(n_received + n_transferred_in - n_transferred_out, 0), 0) as accounted_rate,
    n_wasted / nullif(n_wasted + n_administered, 0) as wastage_rate,
    (n_wasted + n_spoiled + n_expired) / nullif(n_wasted + n_spoiled + n_expired + n_administered, 0) as loss_rate
from years
left join compared using (practice_key, cvx, year)
where years.n_events > 0
order by years.practice_key, years.cvx, years.year
