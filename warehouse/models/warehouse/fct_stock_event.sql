-- title:    Vaccine stock events
-- grain:    one line of shipments or inventory files
-- source:   shipments.csv, inventory.csv; the same line told twice counts once
-- nulls:    lot and funding are null where not told

select
    min(event.stock_row_key) as stock_key,
    practice.practice_key,
    event.event,
    cast(event.doses as integer) as doses,
    event.event_date,
    event.cvx,
    event.ndc,
    event.lot,
    event.funding
from stg_stock_event as event
join dim_practice as practice using (practice_id)
where event.event_date <= getvariable('as_of')
group by all
order by practice.practice_key, event.event_date, stock_key
