-- title:    Days on which a person had a dose that a rule counts
-- grain:    one person, indicator and path; days distinct and in order, both ends of the window included
-- source:   fct_dose, rule_in_force, value_set_cvx
-- nulls:    none

with born as (
    select distinct birth_date
    from milestone_person
),

windows as (
    select
        born.birth_date,
        rule.indicator,
        rule.path,
        rule.n_doses,
        set_cvx.cvx,
        coalesce(
            born.birth_date + rule.from_days,
            cql_add_months(born.birth_date, 12 * rule.from_birthday)
        ) as from_date,
        cql_add_months(born.birth_date, 12 * rule.to_birthday) as to_date
    from born
    cross join rule_in_force as rule
    join value_set_cvx as set_cvx on set_cvx.value_set = rule.value_set
)

select
    person.person_key,
    windows.indicator,
    windows.path,
    any_value(windows.n_doses) as n_doses,
    list_sort(list_distinct(list(dose.admin_date))) as days
from milestone_person as person
join fct_dose as dose on dose.person_key = person.person_key and dose.is_completed
join windows
    on windows.birth_date = person.birth_date
    and windows.cvx = dose.cvx
    and dose.admin_date between windows.from_date and windows.to_date
group by person.person_key, windows.indicator, windows.path
