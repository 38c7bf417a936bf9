-- title:    Influenza coverage of children by age in days
-- grain:    one season, indicator, age band and place: the jurisdiction, and counties of the newest season that is over
-- source:   agg_influenza_by_days, codes day_band
-- definition: Bands stand youngest first, as the labels' first days have it.
-- nulls:    none

select period, indicator, age_band, county_fips, n_persons, n_met, n_met_at_age, is_complete
from agg_influenza_by_days
where coalesce(indicator = $indicator, true)
    and (
        county_fips = 'state'
        or $with_counties
        and period = (select max(period) from agg_influenza_by_days where is_complete)
    )
order by
    period desc, indicator, coalesce(try_cast(regexp_extract(age_band, '^[0-9]+') as integer), 0), age_band,
    county_fips <> 'state', county_fips
