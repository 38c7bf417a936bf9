-- title:    Persons behind one indicator
-- grain:    one person in the indicator's initial population
-- source:   the measure's rows (msr_…), dim_person, dim_practice, fct_person_practice
-- nulls:    practice_name is null where no practice answers for the person

with homes as (
    select person_key, min(practice_key) as practice_key
    from fct_person_practice
    where status = 'active' and ($practice is null or practice_key = $practice)
    group by person_key
),

persons as (
    select
        person_key,
        max(case when is_excluded = 1 then 'excluded' when in_numerator = 1 then 'met' else 'not met' end) as status,
        max(evidence_date) as evidence_date,
        max(exclusion_reason) as exclusion_reason
    from query_table($table)
    where period = $period and indicator = $indicator and person_key is not null
    group by person_key
)

select
    persons.person_key,
    persons.status,
    persons.evidence_date,
    persons.exclusion_reason,
    person.birth_date,
    coalesce(county.county_name, person.county_fips) as county,
    practice.practice_name
from persons
join dim_person as person using (person_key)
left join homes using (person_key)
left join dim_practice as practice on practice.practice_key = homes.practice_key
left join dim_geography as county on county.county_fips = person.county_fips
where ($status = 'all' or persons.status = $status)
    and ($county is null or person.county_fips = $county)
    and ($practice is null or homes.practice_key is not null)
order by persons.status, county, persons.person_key
