-- title:    Data quality by sender
-- grain:    one sender
-- unit:     messages, and administered doses received
-- source:   fct_message, fct_dose
-- definition: Complete: the field is there. Entered within: days from administration to entry.
-- nulls:    shares are null where the sender reported no administered dose

with messages as (
    select
        sender,
        cast(count(*) as bigint) as n_messages,
        cast(count(*) filter (outcome = 'accepted') as bigint) as n_accepted,
        cast(count(*) filter (outcome = 'warned') as bigint) as n_warned,
        cast(count(*) filter (outcome = 'rejected') as bigint) as n_rejected
    from fct_message
    where cast(received_at as date) between $from_day and $to_day
    group by sender
),

doses as (
    select
        sender,
        cast(count(*) as bigint) as n_doses,
        count(lot) / count(*) as lot_share,
        count(mvx) / count(*) as mvx_share,
        count(eligibility) / count(*) as eligibility_share,
        count(*) filter (entered_date - admin_date <= 1) / nullif(count(entered_date), 0) as within_1_share,
        count(*) filter (entered_date - admin_date <= 14) / nullif(count(entered_date), 0) as within_14_share,
        count(*) filter (entered_date - admin_date <= 30) / nullif(count(entered_date), 0) as within_30_share,
        cast(median(entered_date - admin_date) as double) as median_days
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
    n_rejected / nullif(n_messages, 0) as rejected_share,
    coalesce(n_doses, 0) as n_doses,
    lot_share,
    mvx_share,
    eligibility_share,
    within_1_share,
    within_14_share,
    within_30_share,
    median_days
from messages
full join doses using (sender)
order by sender
