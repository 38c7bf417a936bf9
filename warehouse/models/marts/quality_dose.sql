-- title:    What doses leave out, and how late they came
-- grain:    one dose as told by one message of the weeks shown: accepted, not a delete
-- source:   stg_dose, fct_message; bits of missing: codes quality_field
-- definition: Sender, practice and week are those of the message, so that the rows behind a figure are one condition away.
-- enum:     cvx, eligibility from stg_dose
-- nulls:    practice_key is null where the message names no practice; eligibility where it is not told; n_days is null where the dose or its entry has no date; it
--           counts from administration to entry

select
    dose.dose_row_key,
    dose.record_key,
    dose.message_key,
    message.sender,
    message.practice_key,
    message.week_start_date,
    cast(dose.kind as enum ('administered', 'historical', 'partial', 'refusal', 'not_administered')) as kind,
    dose.cvx,
    dose.eligibility,
    dose.admin_date,
    dose.entered_date - dose.admin_date as n_days,
    dose.missing
from stg_dose as dose
join fct_message as message using (message_key)
cross join quality_terms as terms
where dose.outcome = 'accepted'
    and dose.action <> 'D'
    and dose.kind <> 'adjuvant'
    and dose.record_key not in (select record_key from record_left_out)
    and message.sent_date <= getvariable('as_of')
    and message.week_start_date > getvariable('as_of') - 7 * (terms.weeks_shown + 1)
