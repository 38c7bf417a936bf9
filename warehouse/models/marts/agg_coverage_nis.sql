-- title:    Coverage by the national survey's definitions, with its marks of reliability
-- grain:    one survey (child, teen), birth year or day, milestone age, indicator, dimension and member
-- source:   agg_coverage_cohort at 24 and 35 months, agg_measure_rate of nis_teen, codes nis_parameter
-- definition: The survey gives no estimate (is_shown false) for fewer than 30 or where half the interval is more than 0.588 of the
--           estimate, and calls one unreliable whose interval is wider than 20 points. The same marks on registry counts, with
--           Wilson intervals as if these persons were a sample. is_complete: the youngest of the birth year has reached the age.
-- nulls:    milestone_months is null for adolescents

with terms as (
    select
        max(cast(value as double)) filter (name = 'min_persons') as min_persons,
        max(cast(value as double)) filter (name = 'max_half_width_share') as max_half_width_share,
        max(cast(value as double)) filter (name = 'max_width') as max_width
    from code_nis_parameter
),

rates as (
    select
        'child' as survey,
        cast(birth_year as varchar) as period,
        milestone_months,
        indicator,
        dimension,
        member,
        n_cohort as n_persons,
        n_met,
        rate,
        rate_low,
        rate_high,
        is_complete
    from agg_coverage_cohort
    where milestone_months in (24, 35) and starts_with(indicator, 'nis_')
    union all
    select
        'teen',
        period,
        null,
        indicator,
        dimension,
        member,
        n_denominator,
        n_numerator,
        rate,
        wilson_low(n_numerator, n_denominator),
        wilson_high(n_numerator, n_denominator),
        true
    from agg_measure_rate
    where measure = 'nis_teen' and n_denominator > 0 and dimension in ('state', 'county', 'sex', 'race', 'ethnicity')
)

select
    rates.*,
    n_persons >= terms.min_persons and (rate_high - rate_low) / 2 <= terms.max_half_width_share * rate as is_shown,
    rate_high - rate_low <= terms.max_width as is_reliable
from rates
cross join terms
order by survey, period, milestone_months nulls first, indicator, dimension, member
