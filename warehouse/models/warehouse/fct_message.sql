-- title:    Messages
-- grain:    one HL7 message or row of a flat file
-- source:   stg_message, practices of its persons and doses
-- definition: Batch and number in it find the message itself: batch_sequence is the lake's, message_number counts from 1 in the batch.
--           The day it was sent is that of its own time, of receipt where it tells none; its week begins on Monday. A replay has the
--           sender, control id and content of an earlier message, a changed replay other content than the first of its control id.
-- enum:     sender, message_type from stg_message
-- nulls:    practice_key is null where the message names no practice

with places as (
    select message_key, min(practice_key) as practice_key
    from (
        select message_key, practice_id from stg_person
        union all
        select message_key, practice_id from stg_dose
    )
    join dim_practice using (practice_id)
    group by message_key
),

-- A key is batch, part and place in the part, which counts up from 0 without gaps.
parts as (
    select message_key >> 24 as part, sum(count(*)) over (partition by part >> 16 order by part) - count(*) as n_before
    from stg_message
    group by part
),

-- Few control ids come twice: only those are put in order. Counting by one number finds them, and now and then one more.
repeated as (
    select hash(sender, control_id) as id_hash
    from stg_message
    where control_id is not null
    group by id_hash
    having count(*) > 1
),

replays as (
    select
        message_key,
        count(*) over (partition by sender, control_id, content_hash order by message_key rows unbounded preceding) > 1 as is_replay,
        first_value(content_hash) over (partition by sender, control_id order by message_key) <> content_hash as is_changed_replay
    from stg_message
    where control_id is not null and hash(sender, control_id) in (select id_hash from repeated)
),

dated as (
    select *, cast(coalesce(message_at, received_at) as date) as sent_date
    from stg_message
)

select
    dated.message_key,
    cast(dated.message_key >> 40 as integer) as batch_sequence,
    cast(parts.n_before + (dated.message_key & 16777215) + 1 as integer) as message_number,
    dated.sender,
    places.practice_key,
    dated.message_type,
    cast(dated.outcome as enum ('accepted', 'warned', 'rejected', 'purged')) as outcome,
    dated.n_errors,
    dated.n_warnings,
    dated.message_at,
    dated.received_at,
    dated.sent_date,
    cast(date_trunc('week', dated.sent_date) as date) as week_start_date,
    coalesce(replays.is_replay, false) as is_replay,
    coalesce(replays.is_changed_replay, false) as is_changed_replay
from dated
join parts on parts.part = dated.message_key >> 24
left join replays using (message_key)
left join places using (message_key)
