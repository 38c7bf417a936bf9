-- title:    Childhood immunization status by the second birthday
-- grain:    one row per indicator and unit in the initial population: 10 antigens and combinations 3, 7 and 10
-- unit:     plan members; where no roster is loaded, children of the registry population
-- period:   calendar_year; children who turn two in it
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  by measurement year, codes cis_rule and value_set
-- source:   measure definitions a.1, read 2026-11-22
-- definition: Members who turn two in the year, enrolled on the second birthday and in the twelve months before it with
--           at most one gap of at most 45 days. An antigen is met by its doses on distinct dates within its window, both
--           ends included, or by a recorded alternative on or before the second birthday. Deceased in the year are
--           excluded. Hospice and transplant cannot be ascertained from registry data. A member whom no person
--           matches stays in the denominator with numerator 0.
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched member

with antigens as (
    select
        indicator,
        combination_3 = '1' as in_3,
        combination_7 = '1' as in_7,
        combination_10 = '1' as in_10
    from code_cis_rule
    where cast(from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(to_year as integer), 9999) >= year(getvariable('period_end'))
),

parts as (
    select indicator, indicator as antigen from antigens
    union all
    select 'combination_3', indicator from antigens where in_3
    union all
    select 'combination_7', indicator from antigens where in_7
    union all
    select 'combination_10', indicator from antigens where in_10
),

needed as (
    select indicator, count(*) as n_antigens
    from parts
    group by indicator
),

met as (
    select
        evidence.person_key,
        parts.indicator,
        count(*) as n_antigens,
        max(evidence.evidence_date) as evidence_date
    from cis_evidence as evidence
    join parts on parts.antigen = evidence.indicator
    group by evidence.person_key, parts.indicator
),

excluded as (
    select
        person_key,
        case when is_deceased and year(death_date) <= year(getvariable('period_end')) then 'deceased' end as exclusion_reason
    from dim_person
)

select
    needed.indicator,
    unit.unit_key,
    unit.person_key,
    1 as in_denominator,
    cast(excluded.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    excluded.exclusion_reason
from cis_unit as unit
cross join needed
left join met
    on met.person_key = unit.person_key
    and met.indicator = needed.indicator
    and met.n_antigens = needed.n_antigens
left join excluded on excluded.person_key = unit.person_key
