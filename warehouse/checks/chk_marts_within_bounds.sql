-- title:    Counts of marts lie between 0 and what they are counted of; school entry's reasons and up to date are all children
-- grain:    one row of a mart that breaks the rule
-- on_failure: stop

with counts (mart, indicator, place, n_numerator, n_denominator) as (
    select 'agg_coverage_cohort', indicator, concat_ws(' ', birth_year, milestone_months, dimension, member), n_met, n_cohort
    from agg_coverage_cohort
    union all
    select 'agg_coverage_by_county', indicator, concat_ws(' ', birth_year, milestone_months, county_fips), n_events, n_followed
    from agg_coverage_by_county
    union all
    select 'agg_coverage_period', indicator, concat_ws(' ', on_date, age_band, county_fips), n_met, n_persons
    from agg_coverage_period
    union all
    select 'agg_school_entry', indicator, concat_ws(' ', school_year, grade, county_fips), n_up_to_date, n_children
    from agg_school_entry
    union all
    select
        'agg_school_entry',
        indicator,
        concat_ws(' ', school_year, grade, county_fips),
        least(n_medical, n_religious, n_other_refusal, n_without_reason),
        n_children
    from agg_school_entry
    union all
    select 'agg_susceptibility', disease, concat_ws(' ', age_years, area_kind, area), n_low, n_high
    from agg_susceptibility
    union all
    select 'agg_susceptibility', disease, concat_ws(' ', age_years, area_kind, area), n_high, n_children
    from agg_susceptibility
    union all
    select 'agg_hepb_birth_dose', indicator, concat_ws(' ', period, place_kind, place), n_numerator, n_denominator
    from agg_hepb_birth_dose
    union all
    select 'agg_influenza_by_days', indicator, concat_ws(' ', period, age_band, county_fips), n_met, n_persons
    from agg_influenza_by_days
    union all
    -- By age at the dose: its persons are not all among n_persons.
    select 'agg_influenza_by_days', indicator, concat_ws(' ', period, age_band, county_fips), n_met_at_age, n_met_at_age
    from agg_influenza_by_days
    union all
    select 'agg_enrolment', indicator, concat_ws(' ', period, age_band, county_fips), n_numerator, n_registry
    from agg_enrolment
    union all
    select 'agg_participation', indicator, concat_ws(' ', period, county_fips), n_numerator, n_registry
    from agg_participation
)

select mart, indicator, place
from counts
where not coalesce(n_numerator between 0 and n_denominator, false)
union all
select 'agg_school_entry', indicator, concat_ws(' ', school_year, grade, county_fips)
from agg_school_entry
where n_up_to_date + coalesce(n_medical, 0) + coalesce(n_religious, 0) + coalesce(n_other_refusal, 0) + n_without_reason <> n_children
