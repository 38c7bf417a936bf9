-- title:    Birth records in the registry
-- grain:    one birth year
-- source:   agg_birth_capture
-- nulls:    census_births is null where the population files hold no such year

select birth_year, n_persons, n_birth_record, n_birth_and_other, n_within_14_days, census_births, is_complete
from agg_birth_capture
order by birth_year desc
