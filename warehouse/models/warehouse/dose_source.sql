-- title:    Source records of doses that stand
-- grain:    one dose as its sender last told it; deletes, quarantined rows, adjuvants and doses of persons left out by consent are gone
-- source:   doses of messages; update and delete go by (sender, authority, dose id), later messages win
-- database: scratch

with told as (
    select
        dose.*,
        link.person_key,
        coalesce(
            dose.sender || chr(31) || coalesce(dose.dose_id_authority, '') || chr(31) || dose.dose_id,
            cast(dose.dose_row_key as varchar)
        ) as source_dose
    from stg_dose as dose
    join person_link as link using (record_key)
    where dose.outcome = 'accepted'
        and link.person_key not in (select person_key from dim_person_policy where consequence in ('leave_out', 'purge'))
),

latest as (
    select *
    from told
    qualify row_number() over (partition by source_dose order by message_at desc nulls last, dose_row_key desc) = 1
)

select
    * exclude (source_dose),
    kind in ('administered', 'historical') as is_completed
from latest
where action <> 'D'
    and kind <> 'adjuvant'
    and admin_date <= getvariable('as_of')
