-- title:    Site visits: the baseline then and twelve months later
-- grain:    one visit, cohort and indicator
-- source:   agg_site_visit, dim_practice
-- nulls:    the later figures are null until twelve months have passed

select
    visit.practice_key,
    coalesce(practice.practice_name, practice.practice_id, 'practice ' || visit.practice_key) as practice_name,
    coalesce(practice.county_fips, '') as county_fips,
    visit.visit_date,
    visit.cohort,
    visit.indicator,
    visit.n_baseline,
    visit.n_met,
    visit.n_gone,
    visit.n_left,
    visit.n_followed,
    visit.n_followed_met_then,
    visit.n_followed_met,
    visit.n_next,
    visit.n_next_met
from agg_site_visit as visit
left join dim_practice as practice using (practice_key)
where coalesce(visit.practice_key = $practice, true)
    and coalesce(visit.visit_date >= $from_day, true)
    and coalesce(visit.visit_date <= $to_day, true)
order by visit.visit_date desc, practice_name, visit.practice_key, visit.cohort desc, visit.indicator
