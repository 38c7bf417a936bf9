-- title:    Messages
-- grain:    one HL7 message or row of a flat file
-- source:   stg_message, practices of its persons and doses
-- definition: Batch and number in it find the message itself: batch_sequence is the lake's, message_number counts from 1 in the batch.
--           The day it was sent is that of its own time, of receipt where it tells none; its week begins on Monday. A replay has the
--           sender, control id and content of an earlier message, a changed replay other content than the first of its control id.
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

batches as (
    select message_key >> 40 as batch_sequence, sum(count(*)) over (order by message_key >> 40) - count(*) as n_before
    from stg_message
    group by message_key >> 40
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

-- The lake holds messages in the order of their keys.
numbered as (
    select *, row_number() over () as n_so_far, cast(coalesce(message_at, received_at) as date) as sent_date
    from stg_message
)

select
    numbered.message_key,
    cast(batches.batch_sequence as integer) as batch_sequence,
    cast(numbered.n_so_far - batches.n_before as integer) as message_number,
    numbered.sender,
    places.practice_key,
    numbered.message_type,
    cast(numbered.outcome as enum ('accepted', 'warned', 'rejected', 'purged')) as outcome,
    numbered.n_errors,
    numbered.n_warnings,
    numbered.message_at,
    numbered.received_at,
    numbered.sent_date,
    cast(date_trunc('week', numbered.sent_date) as date) as week_start_date,
    coalesce(replays.is_replay, false) as is_replay,
    coalesce(replays.is_changed_replay, false) as is_changed_replay
from numbered
join batches on batches.batch_sequence = numbered.message_key >> 40
left join replays using (message_key)
left join places using (message_key)
