-- title:    Hepatitis B birth dose by birth facility and residence
-- grain:    one period, indicator, kind of place and place
-- source:   msr_hepb_birth_dose, birth records, dim_person, person_move
-- definition: Children of the measure by the facility that their birth record names (unknown where none is told) and by county of
--           residence on the day of birth. A child counts in one facility: that of the newest birth record. is_complete: the youngest of the year
--           has reached the third day.
-- nulls:    rate is null where the denominator is 0

with born_at as (
    select person_key, arg_max(birth_facility, (received_at, record_key)) as facility
    from person_record
    where record_type = 'birth' and birth_facility is not null
    group by person_key
),

units as (
    select
        measure.period,
        measure.indicator,
        measure.in_numerator,
        coalesce(born_at.facility, 'unknown') as facility,
        coalesce(home.county_fips, person.county_fips) as residence
    from msr_hepb_birth_dose as measure
    join dim_person as person using (person_key)
    left join born_at using (person_key)
    left join person_move as home
        on home.person_key = person.person_key
        and person.birth_date between home.from_date and home.to_date
    where measure.in_denominator = 1 and measure.is_excluded = 0
)

select
    period,
    indicator,
    case when grouping(facility) = 0 then 'facility' else 'residence' end as place_kind,
    coalesce(facility, residence) as place,
    cast(count(*) as bigint) as n_denominator,
    cast(count(*) filter (in_numerator = 1) as bigint) as n_numerator,
    count(*) filter (in_numerator = 1) / count(*) as rate,
    make_date(cast(period as integer), 12, 31) + 3 <= getvariable('as_of') as is_complete
from units
group by grouping sets ((period, indicator, facility), (period, indicator, residence))
order by period, indicator, place_kind, place
