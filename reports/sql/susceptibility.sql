-- title:    Children without evidence of protection, by age band
-- grain:    one age band, disease, kind of area (state, county, zip3, or age for single years of the state) and member
-- source:   agg_susceptibility
-- nulls:    none

with bands (band, from_age, to_age) as (
    values ('1-4', 1, 4), ('5-11', 5, 11), ('12-17', 12, 17)
)

select
    bands.band,
    bands.from_age,
    rows.disease,
    rows.area_kind,
    rows.area,
    cast(sum(rows.n_children) as bigint) as n_children,
    cast(sum(rows.n_low) as bigint) as n_low,
    cast(sum(rows.n_high) as bigint) as n_high
from agg_susceptibility as rows
join bands on rows.age_years between bands.from_age and bands.to_age
group by bands.band, bands.from_age, rows.disease, rows.area_kind, rows.area
union all
select bands.band, bands.from_age, rows.disease, 'age', cast(rows.age_years as varchar), rows.n_children, rows.n_low, rows.n_high
from agg_susceptibility as rows
join bands on rows.age_years between bands.from_age and bands.to_age
where rows.area_kind = 'state'
order by 2, 3, 4, 5
