-- title:    What doses leave out, and how late they came
-- grain:    one dose as told by one message: accepted, not a delete
-- source:   stg_dose, codes quality_field (bits of missing)
-- nulls:    n_days is null where the dose or its entry has no date; it counts from administration to entry

with owed as (
    select dose.*, link.person_key
    from stg_dose as dose
    join person_link as link using (record_key)
    where dose.outcome = 'accepted'
        and dose.action <> 'D'
        and dose.kind <> 'adjuvant'
        and link.person_key not in (select person_key from dim_person_policy where consequence in ('leave_out', 'purge'))
)

select
    owed.dose_row_key,
    owed.message_key,
    owed.cvx,
    owed.kind,
    coalesce(owed.eligibility, 'not told') as eligibility,
    owed.admin_date,
    owed.entered_date - owed.admin_date as n_days,
    (owed.lot is null)::integer
        + (owed.expiration_date is null)::integer * 2
        + (owed.mvx is null)::integer * 4
        + (owed.ndc is null)::integer * 8
        + (owed.route is null)::integer * 16
        + (owed.site is null)::integer * 32
        + (owed.eligibility is null)::integer * 64
        + (owed.funding is null)::integer * 128
        + (owed.practice_id is null)::integer * 256
        + (owed.provider_id is null)::integer * 512
        + (owed.amount is null)::integer * 1024
        + (owed.dose_id is null)::integer * 2048 as missing
from owed
