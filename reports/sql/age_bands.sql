-- title:    Age bands of a set, youngest first
-- grain:    one band
-- source:   dim_age_band

select age_band
from dim_age_band
where band_set = $bands
order by from_months
