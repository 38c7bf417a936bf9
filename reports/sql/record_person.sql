-- title:    The person of an official record
-- grain:    one person
-- database: identity

select
    last_name, first_name, middle_name, suffix, birth_date, guardian_first_name, guardian_last_name,
    street, street2, city, state, zip
from identity_person
where person_key = $person
