-- title:    Practices compared
-- grain:    one practice and indicator of a cohort
-- source:   agg_practice_assessment, dim_practice
-- nulls:    funnel limits and standing where a practice has too few patients to be ranked

select
    cast(assessed.practice_key as varchar) as practice_key,
    coalesce(practice.practice_name, 'practice ' || assessed.practice_key) as practice_name,
    practice.county_fips,
    assessed.indicator,
    assessed.n_patients,
    assessed.n_up_to_date,
    assessed.rate,
    assessed.state_rate,
    assessed.funnel_low,
    assessed.funnel_high,
    assessed.funnel_far_low,
    assessed.funnel_far_high,
    assessed.standing
from agg_practice_assessment as assessed
left join dim_practice as practice using (practice_key)
where assessed.measure = $measure and assessed.practice_key is not null
order by assessed.indicator, assessed.n_patients, practice_name, assessed.practice_key
