-- title:    Coverage of age bands on days
-- grain:    one day, age band, indicator and county (or state)
-- source:   agg_coverage_period
-- definition: Of the whole jurisdiction on every day; of the counties on the last day and for one indicator only.
--           Dose counts that nobody of the band has reached are left out.
-- nulls:    none

select on_date, age_band, indicator, county_fips, n_persons, n_met
from agg_coverage_period
where not starts_with(indicator, 'nis_') and coalesce(indicator = $indicator, true)
    and (
        county_fips = 'state'
        or ($with_counties and indicator = $indicator and on_date = (select max(on_date) from agg_coverage_period))
    )
qualify max(n_met) over (partition by age_band, indicator) > 0
order by age_band, indicator, on_date desc, county_fips <> 'state', county_fips
