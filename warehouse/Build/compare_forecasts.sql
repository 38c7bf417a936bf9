-- Who changes status between two builds, attached as a (before) and b (after), by vaccine group and series type.
with before as (
    select person_key, vaccine_group, series_type, status from a.fct_forecast
),

after as (
    select person_key, vaccine_group, series_type, status from b.fct_forecast
)

select
    coalesce(before.vaccine_group, after.vaccine_group) as vaccine_group,
    coalesce(before.series_type, after.series_type) as series_type,
    coalesce(before.status, 'none') as status_before,
    coalesce(after.status, 'none') as status_after,
    count(*) as n_persons
from before
full join after using (person_key, vaccine_group, series_type)
where before.status is distinct from after.status
group by all
order by all
