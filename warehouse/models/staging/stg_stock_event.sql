-- title:    Vaccine stock events
-- grain:    one line of shipments.csv or inventory.csv
-- source:   lake/staged, batches of the build

select
    stock_row_key,
    message_key,
    practice_id,

    cvx,
    ndc,
    lot,
    funding,
    event,

    doses,

    event_date,
    received_at
from staged_stock_event
where received_at <= getvariable('known_by')
