-- title:    Persons who reach the milestone birthday of some measure in the year
-- grain:    one person; a person reaches one milestone a year
-- source:   dim_person, rule_in_force
-- nulls:    none

with milestone as (
    select distinct to_birthday as birthday
    from rule_in_force
)

select
    person.person_key,
    person.birth_date,
    milestone.birthday,
    cql_add_months(person.birth_date, 12 * milestone.birthday) as milestone_date
from dim_person as person
join milestone on year(person.birth_date) = year(getvariable('period_end')) - milestone.birthday
