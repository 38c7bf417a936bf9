-- title:    Merges told by senders
-- grain:    one merge told by a sender (A40): the prior identifier is the surviving person's
-- source:   lake/staged, batches of the build
-- personal: true

select
    message_key,
    record_key,
    prior_id,

    prior_authority,
    prior_type
from staged_person_merge
where message_key not in (select message_key from staged_message where received_at > getvariable('known_by'))
