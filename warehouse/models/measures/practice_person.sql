-- title:    Patients of a practice in an assessment cohort
-- grain:    one person at one practice: active on the day, or inactivated in the days before that a parameter names
-- source:   fct_person_practice, dim_person, codes practice_cohort and practice_parameter
-- nulls:    none

select
    row_number() over (order by relation.person_key, relation.practice_key) as unit_key,
    relation.practice_key,
    relation.person_key,
    person.birth_date,
    cohort.cohort,
    cql_add_months(person.birth_date, cast(cohort.milestone_months as integer)) as milestone_date,
    relation.to_date is null or relation.to_date > getvariable('period_end') as is_active,
    case
        when person.is_deceased and coalesce(person.death_date <= getvariable('period_end'), true) then 'deceased'
        when person.is_opted_out then 'opted out'
    end as exclusion_reason
from fct_person_practice as relation
join dim_person as person using (person_key)
join code_practice_cohort as cohort
    on getvariable('measure') = 'practice_' || cohort.cohort
    and cql_add_months(person.birth_date, cast(cohort.from_months as integer)) <= getvariable('period_end')
    and cql_add_months(person.birth_date, cast(cohort.to_months as integer)) > getvariable('period_end')
where coalesce(relation.from_date <= getvariable('period_end'), true)
    and coalesce(
        relation.to_date >= getvariable('period_end') - (
            select max(cast(value as integer)) from code_practice_parameter where name = 'days_inactive_shown'
        ),
        true
    )
