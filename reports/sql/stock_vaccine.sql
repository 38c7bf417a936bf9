-- title:    Doses administered against doses distributed, by site and vaccine
-- grain:    one site, vaccine and year
-- source:   agg_accountability, dim_practice, dim_vaccine
-- nulls:    counted and variance where the year has no count; shares where the denominator is 0

select
    cast(stock.practice_key as varchar) as practice_key,
    coalesce(practice.practice_name, 'practice ' || stock.practice_key) as practice_name,
    stock.cvx,
    coalesce(vaccine.vaccine_name, 'CVX ' || stock.cvx) as vaccine,
    cast(stock.year as varchar) as year,
    stock.n_opening,
    stock.n_received,
    stock.n_transferred_in,
    stock.n_transferred_out,
    stock.n_administered,
    stock.n_wasted,
    stock.n_spoiled,
    stock.n_expired,
    stock.n_returned,
    stock.n_expected,
    stock.n_counted,
    stock.variance,
    stock.accounted_rate,
    stock.wastage_rate,
    stock.loss_rate
from agg_accountability as stock
left join dim_practice as practice using (practice_key)
left join dim_vaccine as vaccine on vaccine.cvx = stock.cvx
where stock.year = coalesce($year, (select max(year) from agg_accountability)) and coalesce(stock.practice_key = $practice, true)
order by practice_name, stock.practice_key, vaccine, stock.cvx
