-- title:    Sudden changes, silent feeds and days that stand for no date
-- grain:    one flagged figure
-- source:   agg_quality_volume, agg_quality_mix, agg_quality_silence (senders), agg_quality_default_date
-- definition: Flagged by a robust z over the sender's own past; the messages behind it are in fct_message of the sender and week.
-- nulls:    week_start_date is null for what is not of one week

select
    sender,
    'volume of ' || quantity as what,
    week_start_date,
    cast(n as double) as value,
    cast(baseline as double) as usual,
    cast(z as double) as z
from agg_quality_volume
where is_sudden and week_start_date between $from_day and $to_day
union all
select sender, 'share of ' || dimension || ' ' || member, week_start_date, cast(share as double), cast(baseline as double), cast(z as double)
from agg_quality_mix
where is_sudden and week_start_date between $from_day and $to_day
union all
select sender, 'days of silence', null, cast(n_days_silent as double), cast(usual_gap as double), cast(z as double)
from agg_quality_silence
where is_silent and level = 'sender'
union all
select sender, date_kind || ' dates on ' || month_day, null, cast(n as double), cast(usual as double), cast(z as double)
from agg_quality_default_date
order by sender, what, week_start_date
