-- title:    Messages by number, with the week they were sent: where every quality figure leads
-- grain:    one message or row of a flat file
-- source:   stg_message, person records and doses of the message
-- definition: Batch and number in it find the message: batch_sequence is the lake's, message_number counts from 1 in the batch.
--           The week begins on Monday and is that of the message's own time, of receipt where it tells none.
-- nulls:    practice_key is null where the message names no practice

with told as (
    select
        message_key,
        sender,
        control_id,
        outcome,
        content_hash,
        cast(coalesce(message_at, received_at) as date) as sent_date
    from stg_message
),

places as (
    select message_key, min(practice_id) as practice_id
    from (
        select message_key, practice_id from stg_person where practice_id is not null
        union all
        select message_key, practice_id from stg_dose where practice_id is not null
    )
    group by message_key
),

numbered as (
    select *, row_number() over (partition by message_key >> 40 order by message_key) as message_number
    from told
),

-- Few control ids come twice: only those are compared with what came before.
repeated as (
    select sender, control_id
    from told
    where control_id is not null
    group by sender, control_id
    having count(*) > 1
),

replays as (
    select
        message_key,
        count(*) over (partition by told.sender, told.control_id, content_hash order by message_key rows unbounded preceding) > 1 as is_replay,
        first_value(content_hash) over (partition by told.sender, told.control_id order by message_key) <> content_hash as is_changed_replay
    from told
    join repeated
        on repeated.control_id = told.control_id
        and repeated.sender is not distinct from told.sender
)

select
    numbered.message_key,
    numbered.message_key >> 40 as batch_sequence,
    numbered.message_number,
    numbered.sender,
    practice.practice_key,
    numbered.sent_date,
    cast(date_trunc('week', numbered.sent_date) as date) as week_start_date,
    numbered.outcome,
    coalesce(replays.is_replay, false) as is_replay,
    coalesce(replays.is_changed_replay, false) as is_changed_replay
from numbered
left join replays using (message_key)
left join places using (message_key)
left join dim_practice as practice on practice.practice_id = places.practice_id
where numbered.sent_date <= getvariable('as_of')
order by numbered.message_key
