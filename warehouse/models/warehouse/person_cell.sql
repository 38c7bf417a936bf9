-- title:    Persons by the groups that rates are counted over
-- grain:    one person
-- source:   dim_person, person_home_practice
-- definition: cell numbers the combinations of county, sex, race and ethnicity; counting by one number costs a fifth of counting by four words.
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
),

cells as (
    select
        county,
        sex,
        race,
        ethnicity,
        cast(row_number() over (order by county, sex, race, ethnicity) as integer) as cell
    from (select distinct county, sex, race, ethnicity from persons)
)

select persons.*, cells.cell, home.practice_key
from persons
join cells using (county, sex, race, ethnicity)
left join person_home_practice as home using (person_key)
