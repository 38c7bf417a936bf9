-- title:    Counties of each mart sum to its state
-- grain:    one cell of a mart whose counties do not add up
-- definition: Coverage by county leaves out milestones that nobody of a county was followed to: there counties may be less than the
--           state, never more. Birth doses by residence are compared with the rate of the measure, as the mart has no state.
-- on_failure: stop

-- n_also: a second numerator, where a mart has one.
with counts (mart, cell, is_state, n_denominator, n_numerator, n_also) as (
    select 'agg_coverage_cohort', concat_ws(' ', birth_year, milestone_months, indicator), dimension = 'state', n_cohort, n_met, 0
    from agg_coverage_cohort
    where dimension in ('county', 'state')
    union all
    select 'agg_coverage_period', concat_ws(' ', on_date, age_band, indicator), county_fips = 'state', n_persons, n_met, 0
    from agg_coverage_period
    union all
    select
        'agg_school_entry',
        concat_ws(' ', school_year, grade, indicator),
        county_fips = 'state',
        n_children,
        n_up_to_date,
        n_without_reason
    from agg_school_entry
    union all
    select 'agg_susceptibility', concat_ws(' ', disease, age_years), area_kind = 'state', n_children, n_low, n_high
    from agg_susceptibility
    where area_kind in ('county', 'state')
    union all
    select 'agg_hepb_birth_dose', concat_ws(' ', period, indicator), false, n_denominator, n_numerator, 0
    from agg_hepb_birth_dose
    where place_kind = 'residence'
    union all
    select 'agg_hepb_birth_dose', concat_ws(' ', period, indicator), true, n_denominator, n_numerator, 0
    from agg_measure_rate
    where measure = 'hepb_birth_dose' and dimension = 'state'
    union all
    select
        'agg_influenza_by_days',
        concat_ws(' ', period, indicator, age_band),
        county_fips = 'state',
        n_persons,
        n_met,
        n_met_at_age
    from agg_influenza_by_days
    union all
    select 'agg_enrolment', concat_ws(' ', period, indicator, age_band), county_fips = 'state', n_registry, n_numerator, 0
    from agg_enrolment
    union all
    select 'agg_participation', concat_ws(' ', period, indicator), county_fips = 'state', n_registry, n_numerator, 0
    from agg_participation
)

select mart, cell
from counts
group by mart, cell
having sum(case when is_state then -n_denominator else n_denominator end) <> 0
    or sum(case when is_state then -n_numerator else n_numerator end) <> 0
    or sum(case when is_state then -n_also else n_also end) <> 0
union all
select 'agg_coverage_by_county', concat_ws(' ', birth_year, milestone_months, indicator)
from agg_coverage_by_county
group by birth_year, milestone_months, indicator
having sum(case when county_fips = 'state' then -n_followed else n_followed end) > 0
    or sum(case when county_fips = 'state' then -n_events else n_events end) > 0
