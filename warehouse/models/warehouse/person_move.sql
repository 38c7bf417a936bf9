-- title:    Where persons lived who have moved
-- grain:    one span of a person with more than one
-- source:   fct_person_residence, person_cell
-- definition: cell is the person's group while living there: another county, the same sex, race and ethnicity.
-- database: scratch
-- nulls:    none; a beginning or end that nobody told is the first or the last day there is

select
    span.person_key,
    person.birth_date,
    span.county_fips,
    coalesce(span.from_date, date '0001-01-01') as from_date,
    coalesce(span.to_date, date '9999-12-31') as to_date,
    cells.cell
from fct_person_residence as span
join dim_person as person using (person_key)
join person_cell as today using (person_key)
join population_cell as cells
    on cells.county = span.county_fips
    and cells.sex = today.sex
    and cells.race = today.race
    and cells.ethnicity = today.ethnicity
    and cells.cell > 0
where span.person_key in (select person_key from fct_person_residence group by person_key having count(*) > 1)
