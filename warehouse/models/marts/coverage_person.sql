-- title:    Persons whose coverage is followed
-- grain:    one person of the jurisdiction born in the last 19 years
-- source:   dim_person
-- database: scratch
-- nulls:    none

select
    person.person_key,
    person.birth_date,
    year(person.birth_date) as birth_year,
    person.county_fips as county,
    coalesce(person.zip3, 'unknown') as zip3,
    person.sex,
    case
        when person.race is null then 'unknown'
        when contains(person.race, ';') then 'multiple'
        else person.race
    end as race,
    coalesce(person.ethnicity, 'unknown') as ethnicity,
    least(getvariable('as_of'), coalesce(person.death_date, getvariable('as_of'))) as followed_to,
    person.is_deceased
from dim_person as person
where person.birth_date <= getvariable('as_of')
    and person.birth_date > cql_add_months(getvariable('as_of'), -12 * 19)
    and person.county_fips <> 'out_of_state'
    and coalesce(person.registry_status, 'A') not in (select status from dim_registry_status where not is_in_jurisdiction)
    and not person.is_opted_out
