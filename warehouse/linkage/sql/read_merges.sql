-- title:    Merges told by senders (A40)
-- grain:    one merge
-- source:   lake/staged

select merged.record_key, person.sender, merged.prior_authority, merged.prior_type, merged.prior_id, person.person_id
from staged_person_merge as merged
join staged_person as person using (record_key)
where merged.prior_id is not null
order by merged.message_key, merged.record_key, merged.prior_id
