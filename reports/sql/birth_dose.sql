-- title:    Hepatitis B birth dose by facility and residence
-- grain:    one period, indicator, kind of place and place
-- source:   agg_hepb_birth_dose
-- nulls:    none

select period, indicator, place_kind, place, n_denominator, n_numerator, is_complete
from agg_hepb_birth_dose
order by period desc, indicator, place_kind desc, place
