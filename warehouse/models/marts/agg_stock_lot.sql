-- title:    Vaccine stock by lot
-- grain:    one site, vaccine and lot with a stock event
-- source:   fct_stock_event, fct_dose
-- definition: Received and transferred in, less doses of the lot that the site administered since its first stock event of the vaccine, transferred out, wasted, spoiled, expired
--           and returned is expected on hand at as-of; variance compares what they leave on the day of the last count with that
--           count. Wastage is wasted over wasted and administered, and nothing else; loss is wasted, spoiled and expired over these
--           and administered.
-- nulls:    lot is null where none is told; counted, count_date and variance where the lot was not counted; wastage_rate and
--           loss_rate where nothing was lost or given

with moves as (
    select
        stock.practice_key,
        stock.cvx,
        stock.lot,
        stock.event_date,
        stock.event,
        stock.doses,
        case when stock.event in ('received', 'transferred') then stock.doses when stock.event = 'counted' then 0 else -stock.doses end as change
    from fct_stock_event as stock
    union all
    select dose.practice_key, dose.cvx, dose.lot, dose.admin_date, 'administered', 1, -1
    from fct_dose as dose
    semi join fct_stock_event as stock
        on stock.practice_key = dose.practice_key and stock.cvx = dose.cvx and stock.lot is not distinct from dose.lot
    join (select practice_key, cvx, min(event_date) as first_date from fct_stock_event group by practice_key, cvx) as begun
        on begun.practice_key = dose.practice_key
        and begun.cvx = dose.cvx
        and dose.admin_date >= begun.first_date
    where dose.kind = 'administered' and dose.is_completed
),

counts as (
    select
        practice_key,
        cvx,
        lot,
        max(event_date) as count_date,
        arg_max(doses, (event_date, stock_key)) as n_counted
    from fct_stock_event
    where event = 'counted'
    group by practice_key, cvx, lot
),

lots as (
    select
        moves.practice_key,
        moves.cvx,
        moves.lot,
        cast(coalesce(sum(doses) filter (event = 'received'), 0) as bigint) as n_received,
        cast(coalesce(sum(doses) filter (event = 'transferred' and doses > 0), 0) as bigint) as n_transferred_in,
        cast(coalesce(-sum(doses) filter (event = 'transferred' and doses < 0), 0) as bigint) as n_transferred_out,
        cast(count(*) filter (event = 'administered') as bigint) as n_administered,
        cast(coalesce(sum(doses) filter (event = 'wasted'), 0) as bigint) as n_wasted,
        cast(coalesce(sum(doses) filter (event = 'spoiled'), 0) as bigint) as n_spoiled,
        cast(coalesce(sum(doses) filter (event = 'expired'), 0) as bigint) as n_expired,
        cast(coalesce(sum(doses) filter (event = 'returned'), 0) as bigint) as n_returned,
        cast(sum(change) as bigint) as n_expected,
        any_value(counts.count_date) as count_date,
        cast(any_value(counts.n_counted) as bigint) as n_counted,
        cast(
            any_value(counts.n_counted) - sum(change) filter (moves.event_date <= counts.count_date) as bigint
        ) as variance
    from moves
    left join counts
        on counts.practice_key = moves.practice_key
        and counts.cvx = moves.cvx
        and counts.lot is not distinct from moves.lot
    group by moves.practice_key, moves.cvx, moves.lot
)

select
    lots.*,
    n_wasted / nullif(n_wasted + n_administered, 0) as wastage_rate,
    (n_wasted + n_spoiled + n_expired) / nullif(n_wasted + n_spoiled + n_expired + n_administered, 0) as loss_rate
from lots
order by practice_key, cvx, lot nulls first
