-- title:    Hepatitis B birth dose
-- grain:    one row per indicator and child born in the year
-- unit:     persons
-- period:   calendar_year; children born in it
-- trend:    yearly 5
-- steward:  NIS-comparable
-- version:  days 0-1 and 0-3, codes program_parameter
-- source:   measure definitions d and Healthy People 2020 IID-7.9 (0 to 3 days), read 2026-11-22; the narrow window is to be confirmed
-- definition: Children of the registry population born in the year to residents with a completed hepatitis B dose from the day of birth
--           to the next day (days_0_1), or to the third day after (days_0_3). Children who died by the third day, or on
--           a day that is not known, are excluded, and those not yet three days old are not counted.
-- nulls:    evidence_date is null exactly when in_numerator = 0

with windows as (
    select
        case name when 'birth_dose_days_narrow' then 'days_0_1' else 'days_0_3' end as indicator,
        cast(value as integer) as n_days
    from code_program_parameter
    where name in ('birth_dose_days_narrow', 'birth_dose_days_wide')
),

children as (
    select
        person_key,
        birth_date,
        case when is_deceased and coalesce(death_date <= birth_date + 3, true) then 'deceased' end as exclusion_reason
    from dim_person
    where year(birth_date) = year(getvariable('period_end'))
        and birth_date + 3 <= getvariable('as_of')
        and not exists (
            select 1 from person_away as away
            where away.person_key = dim_person.person_key
                and coalesce(away.from_date <= birth_date, true)
                and coalesce(away.to_date >= birth_date, true)
        )
        and not is_opted_out
),

first_doses as (
    select dose.person_key, min(dose.admin_date) as first_date
    from fct_dose as dose
    join value_set_cvx as set_cvx on set_cvx.cvx = dose.cvx and set_cvx.value_set = 'hepb_any'
    join children on children.person_key = dose.person_key and dose.admin_date >= children.birth_date
    where dose.is_completed
    group by dose.person_key
)

select
    windows.indicator,
    children.person_key as unit_key,
    children.person_key,
    1 as in_denominator,
    cast(children.exclusion_reason is not null as integer) as is_excluded,
    cast(coalesce(first_doses.first_date <= children.birth_date + windows.n_days, false) as integer) as in_numerator,
    case when first_doses.first_date <= children.birth_date + windows.n_days then first_doses.first_date end
        as evidence_date,
    children.exclusion_reason
from children
cross join windows
left join first_doses using (person_key)
