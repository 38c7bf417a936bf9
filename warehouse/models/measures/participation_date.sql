-- title:    When persons took part as adolescents and as adults
-- grain:    one person with a completed dose since the 11th birthday
-- source:   fct_dose; the same for every period, because who reached a count by a day is a comparison with it
-- nulls:    a date is null where the count was never reached

with days as (
    select distinct
        dose.person_key,
        dose.admin_date,
        dose.admin_date >= cql_add_months(person.birth_date, 228) as is_adult
    from fct_dose as dose
    join dim_person as person using (person_key)
    where dose.is_completed and dose.admin_date >= cql_add_months(person.birth_date, 132)
)

select
    person_key,
    min(admin_date, 2)[2] as second_adolescent_date,
    min(admin_date) filter (is_adult) as first_adult_date
from days
group by person_key
