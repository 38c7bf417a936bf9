-- title:    Names of the members of every breakdown
-- grain:    one dimension and member that is not called by its own code
-- source:   dim_geography, dim_practice, HL7 tables 0001 and CDC race and ethnicity codes
-- nulls:    none

select dimension, member, label
from (
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
) as codes (dimension, member, label)
union all
select 'county', county_fips, county_name
from dim_geography
where county_name is not null
union all
select 'practice', cast(practice_key as varchar), practice_name
from dim_practice
where practice_name is not null
