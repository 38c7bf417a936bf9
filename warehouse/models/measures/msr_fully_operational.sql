-- title:    Children under six enrolled with two or more immunization encounters
-- grain:    one row per indicator and child in the registry population
-- unit:     persons; flags are 0/1
-- period:   as_of
-- trend:    quarterly 12
-- steward:  CDC, National Vaccine Advisory Committee
-- version:  four readings of "fully operational", 0-71 and 4-71 months
-- source:   measure definitions section b, read 2026-11-22; the goal is 95 % of the census population
-- definition: Children under six years on the as-of date who live in the jurisdiction, by how much of an immunization
--           history the registry holds: any record, two doses, doses on two dates, and doses on two dates each with an
--           ACIP-valid dose. A valid dose is a completed dose that evaluation calls Valid for at least one antigen;
--           Extraneous and Sub-standard doses do not count. The population rate divides by census estimates.
-- nulls:    evidence_date is null exactly when in_numerator = 0

with children as (
    select
        person_key,
        birth_date,
        cql_age_months(birth_date, getvariable('period_end')) as age_months,
        case
            when is_deceased and coalesce(death_date <= getvariable('period_end'), true) then 'deceased'
            when is_opted_out then 'opted out'
            when county_fips = 'out_of_state' or registry_status in (select status from dim_registry_status where not is_in_jurisdiction)
                then 'out of jurisdiction'
        end as exclusion_reason
    from dim_person
    where birth_date <= getvariable('period_end')
        and cql_add_months(birth_date, 72) > getvariable('period_end')
),

reached as (
    select person_key, 'two_doses' as reading, second_dose_date as evidence_date
    from enrolment_date
    where second_dose_date <= getvariable('period_end')
    union all
    select person_key, 'two_dates', second_date
    from enrolment_date
    where second_date <= getvariable('period_end')
    union all
    select person_key, 'two_valid_dates', second_valid_date
    from enrolment_date
    where second_valid_date <= getvariable('period_end')
    union all
    select person_key, 'any_record', cast(first_received_at as date)
    from dim_person
),

bands as (
    select '0_71' as band, 0 as from_months
    union all
    select '4_71', 4
),

readings as (
    select unnest(['any_record', 'two_doses', 'two_dates', 'two_valid_dates']) as reading
)

select
    readings.reading || '_' || bands.band as indicator,
    children.person_key as unit_key,
    children.person_key,
    1 as in_denominator,
    cast(children.exclusion_reason is not null as integer) as is_excluded,
    cast(reached.evidence_date is not null as integer) as in_numerator,
    reached.evidence_date,
    children.exclusion_reason
from children
join bands on children.age_months >= bands.from_months
cross join readings
left join reached
    on reached.person_key = children.person_key
    and reached.reading = readings.reading
