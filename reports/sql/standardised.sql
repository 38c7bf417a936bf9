-- title:    Age-standardised rates
-- grain:    one measure, period, indicator and county (or state)
-- source:   agg_standardised_rate
-- nulls:    none

select measure, period, indicator, county_fips, n_denominator, n_numerator, standardised_rate, rate_low, rate_high, n_age_groups
from agg_standardised_rate
order by measure, period desc, indicator, county_fips <> 'state', county_fips
