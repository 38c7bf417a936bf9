-- title:    Every rate of one measure and period, with names for its members
-- grain:    one indicator, dimension and member
-- unit:     as the measure; rates are computed from the counts by the reader
-- source:   agg_measure_rate, dim_geography, dim_practice
-- nulls:    none

with codes (dimension, member, label) as (
    values
        ('state', 'all', 'Whole jurisdiction'),
        ('sex', 'F', 'Female'), ('sex', 'M', 'Male'), ('sex', 'X', 'Another sex'), ('sex', 'U', 'Unknown'),
        ('race', '1002-5', 'American Indian or Alaska Native'), ('race', '2028-9', 'Asian'),
        ('race', '2054-5', 'Black or African American'), ('race', '2106-3', 'White'),
        ('race', '2076-8', 'Native Hawaiian or Other Pacific Islander'), ('race', '2131-1', 'Other race'),
        ('race', 'multiple', 'Two or more races'), ('race', 'unknown', 'Unknown'),
        ('ethnicity', '2135-2', 'Hispanic or Latino'), ('ethnicity', '2186-5', 'Not Hispanic or Latino'),
        ('ethnicity', 'unknown', 'Unknown'),
        ('practice', 'none', 'No practice'),
        ('product_line', 'none', 'No product line')
),

dimensions (dimension, place) as (
    values ('state', 1), ('product_line', 2), ('county', 3), ('sex', 4), ('race', 5), ('ethnicity', 6), ('sender', 7),
        ('practice', 8)
)

select
    rate.indicator,
    rate.dimension,
    rate.member,
    coalesce(codes.label, county.county_name, practice.practice_name, rate.member) as label,
    rate.n_initial,
    rate.n_excluded,
    rate.n_denominator,
    rate.n_numerator
from agg_measure_rate as rate
left join codes on codes.dimension = rate.dimension and codes.member = rate.member
left join dim_geography as county on rate.dimension = 'county' and county.county_fips = rate.member
left join dim_practice as practice on rate.dimension = 'practice' and cast(practice.practice_key as varchar) = rate.member
left join dimensions on dimensions.dimension = rate.dimension
where rate.measure = $measure and rate.period = $period
order by rate.indicator, coalesce(dimensions.place, 9), rate.dimension, label, rate.member
