-- title:    Children under six enrolled with two or more immunization encounters
-- grain:    one row per indicator and child in the registry population
-- unit:     persons; flags are 0/1
-- period:   as_of
-- trend:    quarterly 12
-- steward:  CDC, National Vaccine Advisory Committee
-- version:  four readings of "fully operational", 0-71 and 4-71 months
-- source:   measure definitions section b, read 2026-11-22; the goal is 95 % of the census population
-- definition: Children under six years on the as-of date who lived in the jurisdiction on it, by how much of an immunization
--           history the registry holds: any record, two doses, doses on two dates, and doses on two dates each with an
--           ACIP-valid dose. A record counts from the day of the first message about the child or of its first dose, whichever is
--           earlier, so that as of a past date nothing counts that came to pass later. A valid dose is a completed dose that evaluation calls Valid for at least one antigen;
--           Extraneous and Sub-standard doses do not count. The population rate divides by census estimates.
-- enum:     indicator from (
--             select reading || suffix as indicator from (values ('any_record'), ('two_doses'), ('two_dates'), ('two_valid_dates')) as readings (reading)
--             cross join (values ('_0_71'), ('_4_71')) as bands (suffix))
-- nulls:    evidence_date is null exactly when in_numerator = 0

with children as (
    select
        person_key,
        first_told_at,
        cql_age_months(birth_date, getvariable('period_end')) as age_months,
        case
            when is_deceased and coalesce(death_date <= getvariable('period_end'), true) then 'deceased'
            when is_opted_out then 'opted out'
            when person_key in (
                select person_key from person_away
                where coalesce(from_date <= getvariable('period_end'), true) and coalesce(to_date >= getvariable('period_end'), true)
            )
                then 'out of jurisdiction'
        end as exclusion_reason
    from dim_person
    where birth_date <= getvariable('period_end')
        and cql_add_months(birth_date, 72) > getvariable('period_end')
),

bands as (
    select '0_71' as band, 0 as from_months
    union all
    select '4_71', 4
),

readings as (
    select unnest(['any_record', 'two_doses', 'two_dates', 'two_valid_dates']) as reading
),

indicators as (
    select reading, reading || '_' || band as indicator, from_months
    from readings
    cross join bands
),

-- A child has a record from the day of the first message about it, and not later than its first dose: the other readings count doses by their day.
reached as (
    select
        children.*,
        indicators.indicator,
        case
            when indicators.reading = 'any_record' then least(cast(children.first_told_at as date), enrolment_date.first_date)
            when indicators.reading = 'two_doses' then enrolment_date.second_dose_date
            when indicators.reading = 'two_dates' then enrolment_date.second_date
            else enrolment_date.second_valid_date
        end as reached_date
    from children
    left join enrolment_date using (person_key)
    join indicators on children.age_months >= indicators.from_months
)

select
    indicator,
    person_key as unit_key,
    person_key,
    1 as in_denominator,
    cast(exclusion_reason is not null as integer) as is_excluded,
    cast(evidence_date is not null as integer) as in_numerator,
    evidence_date,
    exclusion_reason
from (
    select *, case when reached_date <= getvariable('period_end') then reached_date end as evidence_date
    from reached
)
