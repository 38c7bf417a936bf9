-- title:    The ids under which senders know a person
-- grain:    one person, sender, authority, type and id
-- source:   PID-3 and flat-file person ids
-- database: identity

select person_key, sender, person_id_authority as authority, 'sender' as id_type, person_id
from person_record
where person_id is not null
union
select person.person_key, person.sender, identifier.authority, coalesce(identifier.id_type, ''), identifier.value
from stg_person_identifier as identifier
join person_record as person using (record_key)
