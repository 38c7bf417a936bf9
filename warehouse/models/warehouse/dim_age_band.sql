-- title:    Age bands of doses administered
-- grain:    one band of a set
-- unit:     whole months of age on the day of the dose; to_months is the first that is no longer in the band
-- source:   codes age_band
-- nulls:    none

select
    bands as band_set,
    label as age_band,
    cast(from_months as integer) as from_months,
    cast(to_months as integer) as to_months
from code_age_band
order by band_set, from_months
