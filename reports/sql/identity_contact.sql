-- title:    How to reach persons
-- grain:    one person of the list asked for
-- database: identity

select
    person_key, last_name, first_name, birth_date, guardian_first_name, guardian_last_name,
    street, street2, city, state, zip, phone, email, language
from identity_person
where person_key in (select cast(unnest(string_split($persons, ',')) as bigint))
order by person_key
