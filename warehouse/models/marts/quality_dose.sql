-- title:    What doses leave out, and how late they came
-- grain:    one dose as told by one message of the weeks shown: accepted, not a delete
-- source:   stg_dose, fct_message, codes quality_field (bits of missing)
-- definition: Sender, practice and week are those of the message, so that the rows behind a figure are one condition away.
-- nulls:    practice_key is null where the message names no practice; n_days is null where the dose or its entry has no date; it
--           counts from administration to entry

select
    dose.dose_row_key,
    dose.message_key,
    message.sender,
    message.practice_key,
    message.week_start_date,
    cast(dose.kind as enum ('administered', 'historical', 'partial', 'refusal', 'not_administered')) as kind,
    dose.cvx,
    coalesce(dose.eligibility, 'not told') as eligibility,
    dose.entered_date - dose.admin_date as n_days,
    (dose.lot is null)::integer
        + (dose.expiration_date is null)::integer * 2
        + (dose.mvx is null)::integer * 4
        + (dose.ndc is null)::integer * 8
        + (dose.route is null)::integer * 16
        + (dose.site is null)::integer * 32
        + (dose.eligibility is null)::integer * 64
        + (dose.funding is null)::integer * 128
        + (dose.practice_id is null)::integer * 256
        + (dose.provider_id is null)::integer * 512
        + (dose.amount is null)::integer * 1024
        + (dose.dose_id is null)::integer * 2048 as missing
from stg_dose as dose
join fct_message as message using (message_key)
cross join quality_terms as terms
where dose.outcome = 'accepted'
    and dose.action <> 'D'
    and dose.kind <> 'adjuvant'
    and dose.record_key not in (select record_key from record_left_out)
    and message.sent_date <= getvariable('as_of')
    and message.week_start_date > getvariable('as_of') - 7 * (terms.weeks_shown + 1)
