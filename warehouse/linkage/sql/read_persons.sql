-- title:    Persons as linking reads them
-- grain:    one staged person record, in order of its key
-- source:   lake/staged

select
    record_key,
    sender,
    record_type,
    person_id_authority,
    person_id,
    last_name,
    first_name,
    middle_name,
    suffix,
    sex,
    mother_maiden_name,
    guardian_first_name,
    guardian_last_name,
    street,
    city,
    state,
    zip,
    phone,
    email,
    birth_date,
    multiple_birth,
    birth_order,
    plurality
from staged_person
order by record_key
