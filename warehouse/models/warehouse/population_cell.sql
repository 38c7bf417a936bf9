-- title:    The groups that rates are counted over
-- grain:    one county, sex, race and ethnicity
-- source:   dim_person, fct_person_residence
-- definition: Every county that someone lives or lived in with every sex, race and ethnicity that someone has; cell numbers them from
--           one. A plan member whom no person matches is in cell 0. Counting by one number costs a fifth of counting by four words.
-- database: scratch
-- nulls:    none

with counties as (
    select coalesce(county_fips, 'unknown') as county from dim_person
    union
    select county_fips from fct_person_residence
),

groups as (
    select distinct
        coalesce(sex, 'U') as sex,
        case
            when race is null then 'unknown'
            when contains(race, ';') then 'multiple'
            else race
        end as race,
        coalesce(ethnicity, 'unknown') as ethnicity
    from dim_person
)

select
    cast(row_number() over (order by county, sex, race, ethnicity) as integer) as cell,
    county,
    sex,
    race,
    ethnicity
from counties
cross join groups
union all
select 0, 'unknown', 'U', 'unknown', 'unknown'
