-- title:    Vaccine stock by lot
-- grain:    one site, vaccine and lot
-- source:   agg_stock_lot, dim_practice, dim_vaccine
-- nulls:    lot where none is told; counted, day and variance where the lot was not counted; wastage and loss where nothing was lost or given

select
    coalesce(practice.practice_name, 'practice ' || stock.practice_key) as practice_name,
    coalesce(vaccine.vaccine_name, 'CVX ' || stock.cvx) as vaccine,
    stock.cvx,
    stock.lot,
    stock.n_received,
    stock.n_transferred_in,
    stock.n_transferred_out,
    stock.n_administered,
    stock.n_wasted,
    stock.n_spoiled,
    stock.n_expired,
    stock.n_returned,
    stock.n_expected,
    stock.count_date,
    stock.n_counted,
    stock.variance,
    stock.wastage_rate,
    stock.loss_rate
from agg_stock_lot as stock
left join dim_practice as practice using (practice_key)
left join dim_vaccine as vaccine on vaccine.cvx = stock.cvx
where coalesce(stock.practice_key = $practice, true)
order by practice_name, stock.practice_key, vaccine, stock.cvx, stock.lot nulls first
