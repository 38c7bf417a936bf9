-- title:    Doses by timeliness add up, and no cohort has more of them than children; counties add up to the state
-- grain:    one birth year and dose, or one row of it, that does not add up
-- on_failure: stop

select birth_year, dose, county_fips
from agg_dose_timeliness
where n_early + n_on_time + n_late <> n_given or n_given > n_cohort or n_by_maximum > n_given
union all
select birth_year, dose, 'state'
from agg_dose_timeliness
group by birth_year, dose
having coalesce(sum(n_cohort) filter (county_fips = 'state'), 0) <> coalesce(sum(n_cohort) filter (county_fips <> 'state'), 0)
    or coalesce(sum(n_given) filter (county_fips = 'state'), 0) <> coalesce(sum(n_given) filter (county_fips <> 'state'), 0)
    or coalesce(sum(n_on_time) filter (county_fips = 'state'), 0) <> coalesce(sum(n_on_time) filter (county_fips <> 'state'), 0)
