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

-- Days by bit: any dose is bit 0, a formula has the bit of its place.
with formulas as (
    select
        cast(dense_rank() over (order by formula) as integer) as formula_bit,
        formula,
        cvx,
        cast(from_date as date) as from_date,
        coalesce(try_cast(to_date as date), date '9999-12-31') as to_date
    from code_covid_formula
    where cast(from_date as date) <= getvariable('period_end')
),

newest as (
    select arg_max(formula_bit, (from_date, formula)) as formula_bit from formulas
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
        and person_key not in (
            select person_key from person_away
            where coalesce(from_date <= getvariable('period_end'), true) and coalesce(to_date >= getvariable('period_end'), true)
        )
),

met as (
    select doses.person_key, days_by_bit(doses.admin_date, cast(1 | coalesce(1 << formulas.formula_bit, 0) as uinteger)) as days
    from covid_19_dose as doses
    left join formulas
        on formulas.cvx = doses.cvx
        and doses.admin_date between formulas.from_date and formulas.to_date
    where doses.admin_date <= getvariable('period_end')
    group by doses.person_key
),

known as (
    select persons.*, met.days
    from persons
    left join met using (person_key)
),

listed as (
    select 'any_dose' as indicator, 0 as day_bit
    union all
    select 'current', formula_bit from newest
    union all
    select distinct 'formula_' || formula, formula_bit from formulas
),

rows as (
    select listed.indicator, known.person_key, known.exclusion_reason, nth_day(known.days, listed.day_bit, 1) as evidence_date
    from known
    cross join listed
    union all
    select known.age_indicator, known.person_key, known.exclusion_reason, nth_day(known.days, newest.formula_bit, 1)
    from known
    cross join newest
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
from rows
