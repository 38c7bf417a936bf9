-- title:    Enrolment of children under six by county, newest period
-- grain:    one county, the state first
-- source:   agg_enrolment, dim_geography

select
    enrolment.period,
    enrolment.county_fips,
    case when enrolment.county_fips = 'state' then 'Whole jurisdiction' else coalesce(county.county_name, enrolment.county_fips) end as county,
    enrolment.n_registry,
    enrolment.n_numerator,
    enrolment.census_population
from agg_enrolment as enrolment
left join dim_geography as county using (county_fips)
where enrolment.indicator = $reading and enrolment.age_band = $age_band
    and enrolment.period = (select max(period) from agg_enrolment)
order by enrolment.county_fips <> 'state', county, enrolment.county_fips
