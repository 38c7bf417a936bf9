-- title:    What persons' records leave out
-- grain:    one person as told by one message of the weeks shown
-- source:   stg_person, fct_message, codes quality_field (bits of missing)
-- definition: Sender, practice and week are those of the message, so that the rows behind a figure are one condition away.
-- nulls:    practice_key is null where the message names no practice

select
    person.record_key,
    person.message_key,
    message.sender,
    message.practice_key,
    message.week_start_date,
    (person.middle_name is null)::integer
        + (person.mother_maiden_name is null)::integer * 2
        + (person.race is null)::integer * 4
        + (person.ethnicity is null)::integer * 8
        + (person.street is null)::integer * 16
        + (person.city is null)::integer * 32
        + (person.state is null)::integer * 64
        + (person.zip is null)::integer * 128
        + (person.county_fips is null)::integer * 256
        + (person.phone is null)::integer * 512
        + (person.email is null)::integer * 1024
        + (person.multiple_birth is null)::integer * 2048
        + (person.guardian_last_name is null)::integer * 4096
        + (person.registry_status is null)::integer * 8192
        + (person.language is null)::integer * 16384
        + (person.birth_facility is null)::integer * 32768 as missing
from stg_person as person
join fct_message as message using (message_key)
cross join quality_terms as terms
where person.record_type in ('vxu', 'adt', 'flat')
    and person.record_key not in (select record_key from record_left_out)
    and message.sent_date <= getvariable('as_of')
    and message.week_start_date > getvariable('as_of') - 7 * (terms.weeks_shown + 1)
