-- title:    Source records of doses that stand
-- grain:    one dose as its sender last told it; deletes, quarantined rows, adjuvants and doses of persons left out by consent are gone
-- source:   doses of messages; update and delete go by (sender, authority, dose id), later messages win
--           teller is a sender's file on a person, as one number: one file tells one dose once, two files of a sender may tell it twice
-- database: scratch
-- enum:     sender, cvx, mvx, ndc, kind, refusal_reason, practice_id, eligibility, funding, route, site from stg_dose

-- Few doses are told more than once: only those are put in order. Counting by one number finds them, and now and then one more.
with told as (
    select
        dose_row_key,
        record_key,
        hash(sender, coalesce(dose_id_authority, ''), dose_id) as id_hash
    from stg_dose
    where outcome = 'accepted' and dose_id is not null
),

repeated as (
    select id_hash
    from told
    group by id_hash
    having count(*) > 1
),

records as (
    select
        record_key,
        person_key,
        hash(sender, coalesce(person_id, '')) as teller
    from person_record
    where person_key not in (select person_key from dim_person_policy where consequence in ('leave_out', 'purge'))
),

replaced as (
    select dose_row_key
    from told
    join repeated using (id_hash)
    join records using (record_key)
    join stg_dose as dose using (dose_row_key)
    qualify row_number() over (
        partition by dose.sender, coalesce(dose.dose_id_authority, ''), dose.dose_id
        order by dose.message_at desc nulls last, dose_row_key desc
    ) > 1
)

select
    dose.dose_row_key,
    records.person_key,
    records.teller,
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
from stg_dose as dose
join records using (record_key)
where dose.outcome = 'accepted'
    and dose.action <> 'D'
    and dose.kind <> 'adjuvant'
    and dose.admin_date <= getvariable('as_of')
    and dose.dose_row_key not in (select dose_row_key from replaced)
