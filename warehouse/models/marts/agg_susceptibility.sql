-- title:    Children without evidence of protection, as a range
-- grain:    one disease, age in years, kind of area and area
-- source:   coverage_person, fct_dose_evaluation Valid, coverage_finding
-- definition: Low: children with a record of some dose who have no valid dose of this antigen and no recorded disease: known
--           histories with a gap. High: these, with those who have no recorded dose at all (no record is not no
--           protection) and those with fewer doses than the age asks for.
-- nulls:    none

with diseases (disease, antigen, full_doses, full_from_years, finding_set) as (
    values ('measles', 'Measles', 2, 5, 'history_measles'),
        ('pertussis', 'Pertussis', 4, 2, null),
        ('polio', 'Polio', 3, 2, null)
),

children as (
    select
        person_key,
        county,
        zip3,
        cql_age_months(birth_date, getvariable('as_of')) // 12 as age_years
    from coverage_person
    where not is_deceased and is_resident
        and birth_date > cql_add_months(getvariable('as_of'), -12 * 18)
        and birth_date <= cql_add_months(getvariable('as_of'), -12)
),

valid as (
    select person_key, antigen, count(distinct admin_date) as n_valid
    from fct_dose_evaluation
    where status = 'Valid'
        and antigen in (select antigen from diseases)
        and person_key in (select person_key from children)
    group by person_key, antigen
),

recorded as (
    select distinct person_key
    from fct_dose
    where is_completed and person_key in (select person_key from children)
),

states as (
    select
        diseases.disease,
        children.age_years,
        children.county,
        children.zip3,
        recorded.person_key is not null as has_record,
        coalesce(valid.n_valid, 0) as n_valid,
        children.age_years >= diseases.full_from_years and coalesce(valid.n_valid, 0) < diseases.full_doses as is_short,
        protected.person_key is not null as had_disease
    from children
    cross join diseases
    left join recorded using (person_key)
    left join valid on valid.person_key = children.person_key and valid.antigen = diseases.antigen
    left join coverage_finding as protected
        on protected.person_key = children.person_key and protected.finding_set = diseases.finding_set
)

select
    disease,
    cast(age_years as integer) as age_years,
    case when grouping(county) = 0 then 'county' when grouping(zip3) = 0 then 'zip3' else 'state' end as area_kind,
    coalesce(county, zip3, 'all') as area,
    cast(count(*) as bigint) as n_children,
    cast(count(*) filter (has_record and n_valid = 0 and not had_disease) as bigint) as n_low,
    cast(count(*) filter ((n_valid = 0 or is_short) and not had_disease) as bigint) as n_high,
    count(*) filter (has_record and n_valid = 0 and not had_disease) / count(*) as rate_low,
    count(*) filter ((n_valid = 0 or is_short) and not had_disease) / count(*) as rate_high
from states
group by grouping sets ((disease, age_years), (disease, age_years, county), (disease, age_years, zip3))
order by disease, age_years, area_kind, area
