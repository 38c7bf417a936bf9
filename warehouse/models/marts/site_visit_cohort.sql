-- title:    Patients of a site on the day of a visit and twelve months later
-- grain:    one visit, cohort, point (baseline or later) and person
-- source:   site visit files, fct_person_practice, dim_person, fct_person_residence, codes practice_cohort
-- database: scratch
-- definition: Active patients of the site on the day whose age is the cohort's and who lived in the jurisdiction then. is_here_later
--           tells of the baseline who was alive and in the jurisdiction twelve months later, at whatever site; is_patient_later who
--           was an active patient of this site then.
-- nulls:    none

with visits as (
    select distinct
        practice.practice_key,
        visit.visit_date,
        cql_add_months(visit.visit_date, 12) as later_date
    from stg_site_visit as visit
    join dim_practice as practice using (practice_id)
    where visit.visit_date <= getvariable('as_of')
),

days as (
    select *, 'baseline' as point, visit_date as cohort_date from visits
    union all
    select *, 'later', later_date from visits where later_date <= getvariable('as_of')
),

patients as materialized (
    select distinct
        days.*,
        cohort.cohort,
        person.person_key,
        person.birth_date,
        case when person.is_deceased then coalesce(person.death_date, date '0001-01-01') else date '9999-12-31' end as death_date
    from days
    cross join code_practice_cohort as cohort
    join fct_person_practice as relation
        on relation.practice_key = days.practice_key
        and coalesce(relation.from_date <= days.cohort_date, true)
        and coalesce(relation.to_date > days.cohort_date, true)
    join dim_person as person
        on person.person_key = relation.person_key
        and cql_add_months(person.birth_date, cast(cohort.from_months as integer)) <= days.cohort_date
        and cql_add_months(person.birth_date, cast(cohort.to_months as integer)) > days.cohort_date
    where not person.is_opted_out
        and coalesce(person.registry_status, 'A') not in (select status from dim_registry_status where not is_in_jurisdiction)
)

select
    practice_key,
    visit_date,
    later_date,
    point,
    cohort_date,
    cohort,
    person_key,
    birth_date,
    death_date > later_date and not exists (
        select 1 from fct_person_residence as away
        where away.person_key = patients.person_key
            and away.jurisdiction_status = 'out'
            and coalesce(away.from_date <= patients.later_date, true)
            and coalesce(away.to_date >= patients.later_date, true)
    ) as is_here_later,
    exists (
        select 1 from fct_person_practice as relation
        where relation.person_key = patients.person_key
            and relation.practice_key = patients.practice_key
            and coalesce(relation.from_date <= patients.later_date, true)
            and coalesce(relation.to_date > patients.later_date, true)
    ) as is_patient_later
from patients
where death_date > cohort_date and not exists (
    select 1 from fct_person_residence as away
    where away.person_key = patients.person_key
        and away.jurisdiction_status = 'out'
        and coalesce(away.from_date <= patients.cohort_date, true)
        and coalesce(away.to_date >= patients.cohort_date, true)
)
