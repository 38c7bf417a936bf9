-- title:    Assessment of one practice
-- grain:    one antigen, series or other indicator
-- source:   agg_practice_assessment
-- nulls:    rate is null where no patient is asked, rank and standing where there are too few patients to be ranked, late and missed
--           where the measure does not ask it of the indicator

select
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
where practice_key = $practice and measure = $measure
order by indicator
