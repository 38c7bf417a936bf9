-- title:    Birth records in the registry
-- grain:    one birth year of the last six
-- source:   person_record of birth files, dim_person, fct_population
-- definition: Persons of the registry born in the year, those of them with a birth record, those whom anyone else told of,
--           and birth records that arrived within 14 days of birth. The census estimate of age 0 in that year stands
--           beside it. is_complete: the year is over.
-- nulls:    census_births is null where the population files hold no such year

with records as (
    select
        person_key,
        bool_or(record_type = 'birth') as has_birth_record,
        bool_or(record_type <> 'birth') as has_other_record,
        min(cast(received_at as date)) filter (record_type = 'birth') as birth_record_date
    from person_record
    group by person_key
),

census as (
    select year, sum(population) as population
    from fct_population
    where age_years = 0 and length(geography_fips) = 2
    group by year
)

select
    year(person.birth_date) as birth_year,
    cast(count(*) as bigint) as n_persons,
    cast(count(*) filter (records.has_birth_record) as bigint) as n_birth_record,
    cast(count(*) filter (records.has_birth_record and records.has_other_record) as bigint) as n_birth_and_other,
    cast(count(*) filter (records.birth_record_date <= person.birth_date + 14) as bigint) as n_within_14_days,
    count(*) filter (records.has_birth_record) / count(*) as captured_rate,
    cast(any_value(census.population) as bigint) as census_births,
    year(person.birth_date) < year(getvariable('as_of')) as is_complete
from dim_person as person
join records using (person_key)
left join census on census.year = year(person.birth_date)
where person.birth_date <= getvariable('as_of')
    and year(person.birth_date) > year(getvariable('as_of')) - 6
    and person.county_fips <> 'out_of_state'
    and not person.is_opted_out
group by year(person.birth_date)
order by birth_year
