-- title:    Source records of doses that stand
-- grain:    one dose as its sender last told it; deletes, quarantined rows, adjuvants and doses of persons left out by consent are gone
-- source:   doses of messages; update and delete go by (sender, authority, dose id), later messages win
--           teller is a sender's file on a person: one file tells one dose once, two files of a sender may tell it twice
-- database: scratch

with told as (
    select
        dose.dose_row_key,
        record.person_key,
        record.sender || chr(31) || coalesce(record.person_id, '') as teller,
        dose.sender,
        coalesce(dose.dose_id_authority, '') as authority,
        dose.dose_id,
        dose.message_at
    from stg_dose as dose
    join person_record as record using (record_key)
    where dose.outcome = 'accepted'
        and record.person_key not in (select person_key from dim_person_policy where consequence in ('leave_out', 'purge'))
),

-- Few doses are told more than once: only those are put in order.
repeated as (
    select sender, authority, dose_id
    from told
    where dose_id is not null
    group by all
    having count(*) > 1
),

replaced as (
    select dose_row_key
    from told
    join repeated using (sender, authority, dose_id)
    qualify row_number() over (partition by sender, authority, dose_id order by message_at desc nulls last, dose_row_key desc) > 1
)

select
    dose_row_key,
    told.person_key,
    told.teller,
    dose.sender,
    dose.admin_date,
    dose.cvx,
    dose.mvx,
    dose.ndc,
    dose.lot,
    dose.expiration_date,
    dose.kind,
    dose.refusal_reason,
    dose.practice_id,
    dose.eligibility,
    dose.funding,
    dose.route,
    dose.site,
    dose.entered_date,
    dose.kind in ('administered', 'historical') as is_completed
from told
join stg_dose as dose using (dose_row_key)
where dose.action <> 'D'
    and dose.kind <> 'adjuvant'
    and dose.admin_date <= getvariable('as_of')
    and dose_row_key not in (select dose_row_key from replaced)
