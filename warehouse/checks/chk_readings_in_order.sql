-- title:    Readings of enrolment only narrow: any record, two doses, two dates, two valid dates
-- grain:    one period, age band and area where a narrower reading counts more children
-- on_failure: stop

select period, age_band, county_fips
from agg_enrolment
group by period, age_band, county_fips
having coalesce(max(n_numerator) filter (indicator = 'two_doses'), 0)
        > coalesce(max(n_numerator) filter (indicator = 'any_record'), 0)
    or coalesce(max(n_numerator) filter (indicator = 'two_dates'), 0)
        > coalesce(max(n_numerator) filter (indicator = 'two_doses'), 0)
    or coalesce(max(n_numerator) filter (indicator = 'two_valid_dates'), 0)
        > coalesce(max(n_numerator) filter (indicator = 'two_dates'), 0)
