-- title:    School entry by school year, grade and rule
-- grain:    one school year, grade, indicator and county (or state)
-- source:   agg_school_entry
-- nulls:    a kind of reason that cannot be ascertained

select
    school_year,
    grade,
    indicator,
    county_fips,
    n_children,
    n_up_to_date,
    n_medical,
    n_religious,
    n_other_refusal,
    n_without_reason,
    is_complete,
    coalesce((select min(state_name) from dim_geography where state_fips = rules_of), rules_of) as rules_of
from agg_school_entry
order by school_year desc, grade, indicator, county_fips <> 'state', county_fips
