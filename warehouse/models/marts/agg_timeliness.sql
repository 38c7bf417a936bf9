-- title:    Days from a dose to its entry in the registry
-- grain:    one site (null for all) and quarter of administration, the last eight
-- source:   fct_dose administered with an entry date
-- definition: Administered doses entered within 1, 7, 14 and 30 days; historical doses are left out, and so are entries dated
--           before the dose, which are counted apart.
-- nulls:    practice_key is null for all sites, and for doses that name none; median where no dose has an entry date on or after its own

with delays as (
    select practice_key, date_trunc('quarter', admin_date)::date as quarter_start_date, entered_date - admin_date as n_days
    from fct_dose
    where kind = 'administered' and is_completed and entered_date is not null
        and admin_date <= getvariable('as_of')
        and admin_date >= cql_add_months(date_trunc('quarter', cast(getvariable('as_of') as date))::date, -21)
)

select
    case when grouping(practice_key) = 0 then practice_key end as practice_key,
    grouping(practice_key) = 1 as is_state,
    quarter_start_date,
    cast(count(*) filter (n_days >= 0) as bigint) as n_doses,
    cast(count(*) filter (n_days < 0) as bigint) as n_before_dose,
    cast(count(*) filter (n_days between 0 and 1) as bigint) as n_within_1,
    cast(count(*) filter (n_days between 0 and 7) as bigint) as n_within_7,
    cast(count(*) filter (n_days between 0 and 14) as bigint) as n_within_14,
    cast(count(*) filter (n_days between 0 and 30) as bigint) as n_within_30,
    median(n_days) filter (n_days >= 0) as median_days
from delays
group by grouping sets ((practice_key, quarter_start_date), (quarter_start_date))
order by is_state desc, practice_key nulls first, quarter_start_date
