-- title:    Assessment of a practice
-- grain:    one practice and antigen, series or other indicator; all practices where none is asked for
-- source:   agg_practice_assessment
-- nulls:    rate is null where no patient is asked, rank and standing where there are too few patients to be ranked, late and missed
--           where the measure does not ask it of the indicator

select
    practice_key,
    indicator,
    n_patients,
    n_up_to_date,
    n_late,
    n_missed_last_visit,
    n_missed_still_due,
    rate,
    rate_low,
    rate_high,
    rate_with_inactivated,
    state_rate,
    cast(rank as bigint) as rank,
    cast(n_ranked as bigint) as n_ranked,
    standing
from agg_practice_assessment
where practice_key is not null and measure = $measure
    and ($practice is null or practice_key = $practice)
order by practice_key, indicator
