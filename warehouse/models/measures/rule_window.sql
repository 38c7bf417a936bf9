-- title:    Windows in which doses of a vaccine count, by birth date
-- grain:    one birth date, vaccine and window, with a bit for each of its rules
-- source:   rule_in_force, value_set_cvx
-- nulls:    none

with born as (
    select distinct birth_date, birthday
    from milestone_person
),

rules as (
    select distinct value_set, mask, from_days, from_birthday, to_birthday
    from rule_in_force
)

select
    born.birth_date,
    set_cvx.cvx,
    coalesce(
        born.birth_date + rule.from_days,
        cql_add_months(born.birth_date, 12 * rule.from_birthday)
    ) as from_date,
    cql_add_months(born.birth_date, 12 * rule.to_birthday) as to_date,
    bit_or(rule.mask) as rules
from born
join rules as rule on rule.to_birthday = born.birthday
join value_set_cvx as set_cvx on set_cvx.value_set = rule.value_set
group by all
