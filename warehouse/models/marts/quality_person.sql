-- title:    What persons' records leave out
-- grain:    one person as told by one message, of the weeks shown
-- source:   stg_person, codes quality_field (bits of missing)
-- nulls:    none

with owed as (
    select person.*, link.person_key
    from stg_person as person
    join person_link as link using (record_key)
    where person.record_type in ('vxu', 'adt', 'flat')
        and link.person_key not in (select person_key from dim_person_policy where consequence in ('leave_out', 'purge'))
)

select
    owed.record_key,
    owed.message_key,
    (owed.middle_name is null)::integer
        + (owed.mother_maiden_name is null)::integer * 2
        + (owed.race is null)::integer * 4
        + (owed.ethnicity is null)::integer * 8
        + (owed.street is null)::integer * 16
        + (owed.city is null)::integer * 32
        + (owed.state is null)::integer * 64
        + (owed.zip is null)::integer * 128
        + (owed.county_fips is null)::integer * 256
        + (owed.phone is null)::integer * 512
        + (owed.email is null)::integer * 1024
        + (owed.multiple_birth is null)::integer * 2048
        + (owed.guardian_last_name is null)::integer * 4096
        + (owed.registry_status is null)::integer * 8192
        + (owed.language is null)::integer * 16384
        + (owed.birth_facility is null)::integer * 32768 as missing
from owed
