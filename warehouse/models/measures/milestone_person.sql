-- title:    Persons who reach the milestone birthday of a measure in its year
-- grain:    one person
-- source:   dim_person, rule_in_force
-- nulls:    none

with milestone as (
    select max(to_birthday) as birthday
    from rule_in_force
)

select
    person.person_key,
    person.birth_date,
    cql_add_months(person.birth_date, 12 * milestone.birthday) as milestone_date
from dim_person as person
cross join milestone
where year(person.birth_date) = year(getvariable('period_end')) - milestone.birthday
