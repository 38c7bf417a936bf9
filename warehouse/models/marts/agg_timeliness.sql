-- title:    Days from a dose to its entry in the registry
-- grain:    one site (null for all) and year of administration
-- source:   fct_dose administered with an entry date
-- definition: Share of administered doses entered within 1, 7, 14 and 30 days; historical doses are left out, and so are
--           entries dated before the dose, which are counted apart.
-- nulls:    shares and median are null where no dose has an entry date on or after its own

with delays as (
    select practice_key, year(admin_date) as year, entered_date - admin_date as n_days
    from fct_dose
    where kind = 'administered' and is_completed and entered_date is not null
)

select
    case when grouping(practice_key) = 0 then practice_key end as practice_key,
    grouping(practice_key) = 1 as is_state,
    year,
    cast(count(*) filter (n_days >= 0) as bigint) as n_doses,
    cast(count(*) filter (n_days < 0) as bigint) as n_before_dose,
    count(*) filter (n_days between 0 and 1) / nullif(count(*) filter (n_days >= 0), 0) as within_1_rate,
    count(*) filter (n_days between 0 and 7) / nullif(count(*) filter (n_days >= 0), 0) as within_7_rate,
    count(*) filter (n_days between 0 and 14) / nullif(count(*) filter (n_days >= 0), 0) as within_14_rate,
    count(*) filter (n_days between 0 and 30) / nullif(count(*) filter (n_days >= 0), 0) as within_30_rate,
    median(n_days) filter (n_days >= 0) as median_days
from delays
group by grouping sets ((practice_key, year), (year))
order by is_state desc, practice_key nulls first, year
