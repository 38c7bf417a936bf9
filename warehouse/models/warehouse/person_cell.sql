-- title:    Persons by the groups that rates are counted over
-- grain:    one person
-- source:   dim_person, population_cell, person_home_practice
-- definition: The group of today. person_then says where who has moved lived on the day of a measure.
-- database: scratch
-- nulls:    practice_key is null where no practice answers for the person

with persons as (
    select
        person_key,
        coalesce(county_fips, 'unknown') as county,
        coalesce(sex, 'U') as sex,
        case
            when race is null then 'unknown'
            when contains(race, ';') then 'multiple'
            else race
        end as race,
        coalesce(ethnicity, 'unknown') as ethnicity
    from dim_person
)

select persons.*, cells.cell, home.practice_key
from persons
join population_cell as cells using (county, sex, race, ethnicity)
left join person_home_practice as home using (person_key)
where cells.cell > 0
