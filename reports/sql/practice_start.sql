-- title:    When children of the practice started the DTaP series
-- grain:    one practice: its children of 24 to 35 months
-- source:   fct_dose_evaluation, fct_person_practice, dim_person
-- definition: Late: the first dose with diphtheria antigen 92 or more days after birth, or none at all.

with children as (
    select person.person_key, person.birth_date
    from fct_person_practice as link
    join dim_person as person using (person_key)
    where link.practice_key = $practice and link.status = 'active' and not person.is_deceased and not person.is_opted_out
        and datesub('month', person.birth_date, cast($day as date)) between 24 and 35
),

first_dose as (
    select children.person_key, children.birth_date, min(evaluation.admin_date) as first_date
    from children
    left join fct_dose_evaluation as evaluation
        on evaluation.person_key = children.person_key and evaluation.antigen = 'Diphtheria'
    group by children.person_key, children.birth_date
)

select
    cast(count(*) as bigint) as n_children,
    cast(count(*) filter (first_date - birth_date >= 92) as bigint) as n_late,
    cast(count(*) filter (first_date is null) as bigint) as n_never
from first_dose
