-- title:    How soon doses are entered
-- grain:    one quarter of administration, the last eight
-- unit:     administered doses with an entry date
-- source:   fct_dose

select
    year(admin_date) || ' Q' || quarter(admin_date) as quarter,
    cast(count(*) as bigint) as n_doses,
    count(*) filter (entered_date - admin_date <= 1) / count(*) as within_1_share,
    count(*) filter (entered_date - admin_date <= 7) / count(*) as within_7_share,
    count(*) filter (entered_date - admin_date <= 14) / count(*) as within_14_share,
    count(*) filter (entered_date - admin_date <= 30) / count(*) as within_30_share
from fct_dose
where kind = 'administered' and is_completed and entered_date >= admin_date
    and admin_date > cast($day as date) - interval 2 year and admin_date <= $day
group by all
order by quarter
