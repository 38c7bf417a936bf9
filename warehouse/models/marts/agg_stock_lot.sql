-- title:    Vaccine stock by lot
-- grain:    one site, vaccine and lot with a stock event
-- source:   fct_stock_event, fct_dose
-- definition: Received, transferred, lost and returned doses of a lot, and doses of it that the site administered. Expected on hand
--           is what these leave up to as-of; variance compares what they leave on the day of the last count with that count.
--           Wastage is wasted, spoiled and expired over these plus administered.
-- nulls:    lot is null where none is told; counted, count_date and variance where the lot was not counted; wastage_rate where
--           nothing was lost or given

with moves as (
    select
        practice_key,
        cvx,
        lot,
        event_date,
        event,
        case when event in ('received', 'transferred') then doses when event = 'counted' then 0 else -doses end as change
    from fct_stock_event
    union all
    select dose.practice_key, dose.cvx, dose.lot, dose.admin_date, 'administered', -1
    from fct_dose as dose
    semi join fct_stock_event as stock
        on stock.practice_key = dose.practice_key and stock.cvx = dose.cvx and stock.lot is not distinct from dose.lot
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
)

select
    moves.practice_key,
    moves.cvx,
    moves.lot,
    cast(coalesce(sum(change) filter (event = 'received'), 0) as bigint) as n_received,
    cast(coalesce(sum(change) filter (event = 'transferred'), 0) as bigint) as n_transferred,
    cast(coalesce(-sum(change) filter (event in ('wasted', 'spoiled', 'expired')), 0) as bigint) as n_lost,
    cast(coalesce(-sum(change) filter (event = 'returned'), 0) as bigint) as n_returned,
    cast(count(*) filter (event = 'administered') as bigint) as n_administered,
    cast(sum(change) as bigint) as n_expected,
    any_value(counts.count_date) as count_date,
    cast(any_value(counts.n_counted) as bigint) as n_counted,
    cast(
        any_value(counts.n_counted) - sum(change) filter (moves.event_date <= counts.count_date) as bigint
    ) as variance,
    coalesce(-sum(change) filter (event in ('wasted', 'spoiled', 'expired')), 0) / nullif(
        coalesce(-sum(change) filter (event in ('wasted', 'spoiled', 'expired')), 0)
        + count(*) filter (event = 'administered'), 0
    ) as wastage_rate
from moves
left join counts
    on counts.practice_key = moves.practice_key
    and counts.cvx = moves.cvx
    and counts.lot is not distinct from moves.lot
group by moves.practice_key, moves.cvx, moves.lot
order by moves.practice_key, moves.cvx, moves.lot nulls first
