-- title:    COVID-19 vaccination by formula
-- grain:    one row per indicator and person of six months or more
-- unit:     persons
-- period:   as_of
-- trend:    quarterly 4
-- steward:  program
-- version:  formulas by codes covid_formula
-- source:   CDC code sets and dates of approval (codes covid_formula, each with its source), read 2026-11-22
-- definition: Persons of the registry population of six months or more on the date: any completed COVID-19 dose (any_dose), at least
--           one dose of each formula (formula_...), and of the newest formula on the date (current, and by age current_...).
--           Formulas since 2023 share vaccine codes, so a dose is of the formula whose dates hold its own. The count of doses that
--           a person needs is a matter of the forecast, not of this measure.
-- enum:     indicator from (
--             select 'formula_' || formula as indicator from code_covid_formula
--             union all select unnest(['any_dose', 'current', 'current_6m_17y', 'current_18_64y', 'current_65y_plus'])
--           ); exclusion_reason from (select unnest(['deceased', 'opted out']) as exclusion_reason)
-- nulls:    evidence_date is null exactly when in_numerator = 0

with formulas as (
    select
        formula,
        cvx,
        cast(from_date as date) as from_date,
        coalesce(try_cast(to_date as date), date '9999-12-31') as to_date
    from code_covid_formula
    where cast(from_date as date) <= getvariable('period_end')
),

newest as (
    select arg_max(formula, (from_date, formula)) as formula from formulas
),

persons as (
    select
        person_key,
        case
            when cql_add_months(birth_date, 216) > getvariable('period_end') then 'current_6m_17y'
            when cql_add_months(birth_date, 780) > getvariable('period_end') then 'current_18_64y'
            else 'current_65y_plus'
        end as age_indicator,
        case
            when is_deceased and coalesce(death_date <= getvariable('period_end'), true) then 'deceased'
            when is_opted_out then 'opted out'
        end as exclusion_reason
    from dim_person
    where cql_add_months(birth_date, 6) <= getvariable('period_end')
        and not exists (
            select 1 from person_away as away
            where away.person_key = dim_person.person_key
                and coalesce(away.from_date <= getvariable('period_end'), true)
                and coalesce(away.to_date >= getvariable('period_end'), true)
        )
),

doses as (
    select person_key, cvx, admin_date
    from covid_19_dose
    where admin_date <= getvariable('period_end')
),

by_formula as (
    select doses.person_key, formulas.formula, min(doses.admin_date) as first_date
    from doses
    join formulas
        on formulas.cvx = doses.cvx
        and doses.admin_date between formulas.from_date and formulas.to_date
    group by doses.person_key, formulas.formula
),

met as (
    select person_key, 'any_dose' as indicator, min(admin_date) as evidence_date from doses group by person_key
    union all
    select person_key, 'formula_' || formula, first_date from by_formula
    union all
    select person_key, 'current', first_date from by_formula join newest using (formula)
),

wanted as (
    select persons.*, listed.indicator, listed.met_as
    from persons
    cross join (
        select 'any_dose' as indicator, 'any_dose' as met_as
        union all
        select 'current', 'current'
        union all
        select distinct 'formula_' || formula, 'formula_' || formula from formulas
    ) as listed
    union all
    select persons.*, age_indicator, 'current'
    from persons
)

select
    wanted.indicator,
    wanted.person_key as unit_key,
    wanted.person_key,
    1 as in_denominator,
    cast(wanted.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    wanted.exclusion_reason
from wanted
left join met on met.person_key = wanted.person_key and met.indicator = wanted.met_as
