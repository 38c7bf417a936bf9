-- title:    Childhood immunization status, electronic clinical quality measure
-- grain:    one row per indicator and child in the initial population: 10 antigens and combination_10, the measure itself
-- unit:     persons
-- period:   calendar_year; children who turn two in it
-- steward:  CMS117-aligned, not certified
-- version:  by year, codes measure_version, measure_rule and value_set
-- source:   measure definitions a.1, read 2026-11-22
-- definition: Children who turn two in the year and had a qualifying encounter in it; where no encounter of anyone is
--           recorded, all children of the registry population. Haemophilus needs four doses where one is of a 4-dose
--           product, rotavirus three where one is of the 3-dose product. Excluded are children with a contraindication
--           between birth and second birthday and children in hospice care in the year. Death does not exclude.
-- nulls:    evidence_date is null exactly when in_numerator = 0

with encounters as (
    select distinct person_key
    from person_finding
    where finding_set = 'qualifying_encounter'
        and observed_date between getvariable('period_start') and getvariable('period_end')
),

children as (
    select milestone.person_key
    from milestone_person as milestone
    join dim_person as person using (person_key)
    where case
        when exists (select 1 from person_finding where finding_set = 'qualifying_encounter')
            then milestone.person_key in (select person_key from encounters)
        else person.county_fips <> 'out_of_state' and not person.is_opted_out
    end
),

parts as (
    select indicator, antigen, count(*) over (partition by indicator) as n_antigens
    from code_measure_part
    where measure = 'cms117'
),

antigens as (
    select person_key, indicator as antigen, min(evidence_date) as evidence_date
    from cms117_evidence
    group by person_key, indicator
),

met as (
    select antigens.person_key, parts.indicator, max(antigens.evidence_date) as evidence_date
    from antigens
    join parts using (antigen)
    group by antigens.person_key, parts.indicator, parts.n_antigens
    having count(*) = parts.n_antigens
)

select
    wanted.indicator,
    children.person_key as unit_key,
    children.person_key,
    1 as in_denominator,
    cast(excluded.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    excluded.exclusion_reason
from children
cross join (select distinct indicator from parts) as wanted
left join met on met.person_key = children.person_key and met.indicator = wanted.indicator
left join rule_exclusion as excluded on excluded.person_key = children.person_key
