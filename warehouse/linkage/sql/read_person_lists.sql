-- title:    What a person may have several of, as linking reads it
-- grain:    one identifier, further name, telephone or mail address, in order of its record
-- source:   lake/staged

select record_key, 1 as kind, ordinal, authority as a, id_type as b, value as c
from staged_person_identifier
union all
select record_key, 2 as kind, ordinal, first_name as a, last_name as b, name_type as c
from staged_person_name
union all
select record_key, 3 as kind, ordinal, null as a, null as b, value as c
from staged_person_phone
order by record_key, kind, ordinal
