-- title:    When persons took part as adolescents and as adults
-- grain:    one person with a completed dose since the age at which adolescents begin
-- source:   fct_dose, codes program_parameter; the same for every period, because who reached a count by a day is a comparison with it
-- database: scratch
-- nulls:    a date is null where the count was never reached

with terms as (
    select
        max(cast(value as integer)) filter (name = 'adolescent_from_months') as adolescent_from,
        max(cast(value as integer)) filter (name = 'adult_from_months') as adult_from,
        max(cast(value as integer)) filter (name = 'adolescent_doses') as n_doses
    from code_program_parameter
),

doses as (
    select
        dose.person_key,
        dose.admin_date,
        dose.admin_date >= cql_add_months(person.birth_date, terms.adult_from) as is_adult,
        terms.n_doses
    from fct_dose as dose
    join dim_person as person using (person_key)
    cross join terms
    where dose.is_completed and dose.admin_date >= cql_add_months(person.birth_date, terms.adolescent_from)
)

select
    person_key,
    min(admin_date, n_doses)[any_value(n_doses)] as second_adolescent_date,
    min(admin_date) filter (is_adult) as first_adult_date
from doses
group by person_key
