-- title:    Persons as rosters are held against them
-- grain:    one person
-- needs:    identity_person, dim_person of the build

select
    who.person_key,
    who.last_name,
    who.first_name,
    who.middle_name,
    who.suffix,
    who.birth_date,
    person.sex,
    who.street,
    who.city,
    who.zip,
    who.phone
from identity_person as who
join dim_person as person using (person_key)
order by who.person_key
