-- title:    HPV completion by three rules side by side
-- grain:    one row per rule and adolescent of 13 to 17 years
-- unit:     persons
-- period:   as_of
-- steward:  program
-- version:  HEDIS, NIS-Teen and CDSi readings
-- source:   measure definitions a.2 and d, read 2026-11-22 (the NIS reading from a secondary source)
-- definition: hedis: three days, or two 146 days apart, between the 9th and 13th birthdays. nis: three doses, or two when the
--           first was before the 15th birthday and they are five months less four days apart (codes program_parameter). cdsi: the schedule's own
--           evaluation calls the series complete. Registry population of 13 to 17 years, living here on the day, for all three.
-- nulls:    evidence_date is null exactly when in_numerator = 0

with terms as (
    select
        max(cast(value as integer)) filter (name = 'hpv_two_dose_before_months') as before_months,
        max(cast(value as integer)) filter (name = 'hpv_two_dose_months') as apart_months,
        max(cast(value as integer)) filter (name = 'hpv_two_dose_grace_days') as grace_days
    from code_program_parameter
),

persons as (
    select
        person_key,
        birth_date,
        case
            when is_deceased and coalesce(death_date <= getvariable('period_end'), true) then 'deceased'
            when is_opted_out then 'opted out'
        end as exclusion_reason
    from dim_person
    where cql_add_months(birth_date, 156) <= getvariable('period_end')
        and cql_add_months(birth_date, 216) > getvariable('period_end')
        and not exists (
            select 1 from person_away as away
            where away.person_key = dim_person.person_key
                and coalesce(away.from_date <= getvariable('period_end'), true)
                and coalesce(away.to_date >= getvariable('period_end'), true)
        )
),

days as (
    select
        persons.person_key,
        any_value(persons.birth_date) as birth_date,
        distinct_days(dose.admin_date) as days,
        coalesce(distinct_days(dose.admin_date) filter (
            dose.admin_date between cql_add_months(persons.birth_date, 108) and cql_add_months(persons.birth_date, 156)
        ), []) as young_days
    from persons
    join fct_dose as dose on dose.person_key = persons.person_key and dose.is_completed
    join value_set_cvx as set_cvx on set_cvx.cvx = dose.cvx and set_cvx.value_set = 'hpv'
    where dose.admin_date <= getvariable('period_end')
    group by persons.person_key
),

pairs as (
    select
        *,
        list_filter(young_days, lambda day: day - young_days[1] >= 146)[1] as hedis_pair,
        case when days[1] < cql_add_months(birth_date, before_months) then
            list_filter(days, lambda day: day >= cql_add_months(days[1], apart_months) - grace_days)[1]
        end as nis_pair
    from days
    cross join terms
),

met as (
    select person_key, 'hedis' as indicator, least(young_days[3], hedis_pair) as evidence_date from pairs
    union all
    select person_key, 'nis', least(days[3], nis_pair) from pairs
    union all
    select dose.person_key, 'cdsi', max(dose.admin_date)
    from fct_dose_evaluation as dose
    join fct_forecast as forecast
        on forecast.person_key = dose.person_key
        and forecast.vaccine_group = 'HPV'
        and forecast.status = 'Complete'
    where dose.antigen = 'HPV' and dose.status = 'Valid' and dose.admin_date <= getvariable('period_end')
    group by dose.person_key
)

select
    rules.indicator,
    persons.person_key as unit_key,
    persons.person_key,
    1 as in_denominator,
    cast(persons.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    persons.exclusion_reason
from persons
cross join (select unnest(['hedis', 'nis', 'cdsi']) as indicator) as rules
left join met on met.person_key = persons.person_key and met.indicator = rules.indicator
