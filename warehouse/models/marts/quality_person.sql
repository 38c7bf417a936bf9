-- title:    What persons' records leave out
-- grain:    one person as told by one message of the weeks shown
-- source:   stg_person, fct_message; bits of missing: codes quality_field
-- definition: Sender, practice and week are those of the message, so that the rows behind a figure are one condition away.
-- nulls:    practice_key is null where the message names no practice

select
    person.record_key,
    person.message_key,
    message.sender,
    message.practice_key,
    message.week_start_date,
    person.missing
from stg_person as person
join fct_message as message using (message_key)
cross join quality_terms as terms
where person.record_type in ('vxu', 'adt', 'flat')
    and person.record_key not in (select record_key from record_left_out)
    and message.sent_date <= getvariable('as_of')
    and message.week_start_date > getvariable('as_of') - 7 * (terms.weeks_shown + 1)
