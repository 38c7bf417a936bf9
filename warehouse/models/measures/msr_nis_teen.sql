-- title:    Adolescents by the definitions of the national survey
-- grain:    one row per indicator and adolescent of 13 to 17 years; menacwy_2 only those of 17
-- unit:     persons
-- period:   as_of
-- steward:  NIS-comparable
-- version:  codes nis_teen_rule
-- source:   measure definitions d and MMWR 71(35), figure 1, read 2026-11-22
-- definition: Doses on distinct days whatever their validity: Tdap since the 10th birthday, meningococcal ACWY once and, at 17 years,
--           twice (without those whose only dose was given at 16 or later), HPV once and complete (three doses, or two when the first was before the 15th birthday and they are five months
--           less four days apart). Registry population of 13 to 17 years. The survey asks providers of a sample; this counts what
--           was reported here.
-- nulls:    evidence_date is null exactly when in_numerator = 0

with rules as (
    select
        indicator,
        path,
        value_set,
        cast(n_doses as integer) as n_doses,
        cast(since_months as integer) as since_months,
        cast(from_age_months as integer) as from_age_months,
        try_cast(only_dose_from_months as integer) as only_dose_from_months
    from code_nis_teen_rule
),

terms as (
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
        rules.indicator,
        rules.path,
        rules.n_doses,
        rules.only_dose_from_months,
        distinct_days(dose.admin_date) as days
    from persons
    join fct_dose as dose
        on dose.person_key = persons.person_key
        and dose.is_completed
        and dose.admin_date between persons.birth_date and getvariable('period_end')
    join value_set_cvx as set_cvx using (cvx)
    join rules
        on rules.value_set = set_cvx.value_set
        and dose.admin_date >= cql_add_months(persons.birth_date, rules.since_months)
    group by persons.person_key, rules.indicator, rules.path, rules.n_doses, rules.only_dose_from_months
),

met as (
    select
        person_key,
        indicator,
        case
            when path = 'hpv' and days[1] < cql_add_months(birth_date, before_months) then least(
                days[n_doses], list_filter(days, lambda day: day >= cql_add_months(days[1], apart_months) - grace_days)[1]
            )
            else days[n_doses]
        end as evidence_date,
        coalesce(len(days) = 1 and days[1] >= cql_add_months(birth_date, only_dose_from_months), false) as is_left_out
    from days
    cross join terms
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
join rules on cql_add_months(persons.birth_date, rules.from_age_months) <= getvariable('period_end')
left join met on met.person_key = persons.person_key and met.indicator = rules.indicator
where not coalesce(met.is_left_out, false)
