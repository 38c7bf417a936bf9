-- title:    Data quality by sender
-- grain:    one sender
-- unit:     messages, and administered doses received
-- source:   fct_message, fct_dose
-- definition: Messages sent and doses given from the first day to the last. Complete: the field is there. Entered within: days from
--           administration to entry; an entry dated before its dose has no delay.
-- nulls:    median_days is null where the sender reported no entry date on or after its dose

with messages as (
    select
        sender,
        cast(count(*) as bigint) as n_messages,
        cast(count(*) filter (outcome = 'accepted') as bigint) as n_accepted,
        cast(count(*) filter (outcome = 'warned') as bigint) as n_warned,
        cast(count(*) filter (outcome = 'rejected') as bigint) as n_rejected
    from fct_message
    where sent_date between $from_day and $to_day
    group by sender
),

doses as (
    select
        sender,
        cast(count(*) as bigint) as n_doses,
        count(lot) as n_lot,
        count(mvx) as n_mvx,
        count(eligibility) as n_eligibility,
        count(*) filter (entered_date >= admin_date) as n_entered,
        count(*) filter (entered_date - admin_date between 0 and 1) as n_within_1,
        count(*) filter (entered_date - admin_date between 0 and 14) as n_within_14,
        count(*) filter (entered_date - admin_date between 0 and 30) as n_within_30,
        cast(median(entered_date - admin_date) filter (entered_date >= admin_date) as double) as median_days
    from fct_dose
    where kind = 'administered' and is_completed and admin_date between $from_day and $to_day
    group by sender
)

select
    sender,
    coalesce(n_messages, 0) as n_messages,
    coalesce(n_accepted, 0) as n_accepted,
    coalesce(n_warned, 0) as n_warned,
    coalesce(n_rejected, 0) as n_rejected,
    coalesce(n_doses, 0) as n_doses,
    coalesce(n_lot, 0) as n_lot,
    coalesce(n_mvx, 0) as n_mvx,
    coalesce(n_eligibility, 0) as n_eligibility,
    coalesce(n_entered, 0) as n_entered,
    coalesce(n_within_1, 0) as n_within_1,
    coalesce(n_within_14, 0) as n_within_14,
    coalesce(n_within_30, 0) as n_within_30,
    median_days
from messages
full join doses using (sender)
order by sender
