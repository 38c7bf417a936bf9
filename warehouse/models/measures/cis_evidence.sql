-- title:    Childhood immunization status: when a child met each antigen
-- grain:    one child born two years before the measurement year and antigen met, by doses or by an alternative
-- unit:     persons
-- source:   codes cis_rule, cis_alternative, value_set (HEDIS-aligned, not NCQA-certified)
-- nulls:    none

with children as (
    select
        person_key,
        birth_date,
        cql_add_months(birth_date, 12) as first_birthday,
        cql_add_months(birth_date, 24) as second_birthday
    from dim_person
    where year(birth_date) = year(getvariable('period_end')) - 2
),

value_sets as (
    select value_set, code as cvx
    from code_value_set
    where code_system = 'CVX'
        and coalesce(try_cast(from_date as date), date '1900-01-01') <= getvariable('period_end')
        and coalesce(try_cast(to_date as date), date '9999-12-31') >= getvariable('period_start')
),

rules as (
    select
        indicator,
        value_set,
        cast(n_doses as integer) as n_doses,
        try_cast(from_days as integer) as from_days,
        try_cast(from_birthday as integer) as from_birthday
    from code_cis_rule
    where cast(from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(to_year as integer), 9999) >= year(getvariable('period_end'))
),

doses as (
    select distinct
        children.person_key,
        children.birth_date,
        children.first_birthday,
        children.second_birthday,
        value_sets.value_set,
        dose.admin_date
    from children
    join fct_dose as dose
        on dose.person_key = children.person_key
        and dose.is_completed
        and dose.admin_date <= children.second_birthday
    join value_sets using (cvx)
),

counted_dates as (
    select
        doses.person_key,
        rules.indicator,
        rules.n_doses,
        doses.admin_date
    from doses
    join rules using (value_set)
    where doses.admin_date >= coalesce(
        doses.birth_date + rules.from_days,
        cql_add_months(doses.birth_date, 12 * rules.from_birthday)
    )
    union
    -- Live influenza vaccine counts when it is given on the second birthday itself.
    select doses.person_key, rules.indicator, rules.n_doses, doses.admin_date
    from doses
    join rules on rules.indicator = 'influenza'
    where doses.value_set = 'laiv' and doses.admin_date = doses.second_birthday
),

by_doses as (
    select person_key, indicator, admin_date as evidence_date
    from counted_dates
    qualify row_number() over (partition by person_key, indicator order by admin_date) = n_doses
),

rotavirus_dates as (
    select
        doses.person_key,
        doses.admin_date,
        bool_or(doses.value_set = 'rotavirus_2_dose') as is_two_dose,
        bool_or(doses.value_set = 'rotavirus_3_dose') as is_three_dose
    from doses
    join rules on rules.indicator = 'rotavirus'
    where doses.value_set in ('rotavirus_2_dose', 'rotavirus_3_dose')
        and doses.admin_date >= doses.birth_date + rules.from_days
    group by doses.person_key, doses.admin_date
),

rotavirus_counts as (
    select
        person_key,
        admin_date,
        count(*) over up_to as n_dates,
        count(*) filter (is_two_dose) over up_to as n_two_dose,
        count(*) filter (is_three_dose) over up_to as n_three_dose
    from rotavirus_dates
    window up_to as (partition by person_key order by admin_date)
),

by_rotavirus as (
    select person_key, 'rotavirus' as indicator, min(admin_date) as evidence_date
    from rotavirus_counts
    where n_two_dose >= 2
        or n_three_dose >= 3
        or (n_two_dose >= 1 and n_three_dose >= 2 and n_dates >= 3)
    group by person_key
),

by_alternative as (
    select
        children.person_key,
        alternative.indicator,
        max(observation.first_date) as evidence_date
    from children
    join (
        select person_key, value_code, min(observed_date) as first_date
        from fct_observation
        where kind <> 'vis'
        group by person_key, value_code
    ) as observation on observation.person_key = children.person_key and observation.first_date <= children.second_birthday
    join code_cis_alternative as alternative on alternative.code = observation.value_code
    group by children.person_key, alternative.indicator, alternative.alternative, alternative.n_codes
    having count(distinct observation.value_code) >= cast(alternative.n_codes as integer)
)

select person_key, indicator, min(evidence_date) as evidence_date
from (
    select person_key, indicator, evidence_date from by_doses
    union all
    select person_key, indicator, evidence_date from by_rotavirus
    union all
    select person_key, indicator, evidence_date from by_alternative
)
group by person_key, indicator
