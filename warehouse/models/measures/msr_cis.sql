-- title:    Childhood immunization status by the second birthday
-- grain:    one row per indicator and unit in the initial population: 10 antigens and combinations 3, 7 and 10
-- unit:     plan members; where no roster is loaded, children of the registry population
-- period:   calendar_year; children who turn two in it
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  by measurement year, codes measure_rule, measure_part and value_set
-- source:   measure definitions a.1, read 2026-11-22
-- definition: Members who turn two in the year, enrolled on the second birthday and in the twelve months before it with
--           at most one gap of at most 45 days. An antigen is met by its doses on distinct dates within its window, both
--           ends included, or by a recorded alternative on or before the second birthday. Excluded are those who died by
--           the end of the year, those with a recorded contraindication or transplant on or before the second birthday,
--           and those with hospice care in the year; what no source records of these cannot be ascertained. A member
--           whom no person matches stays in the denominator with numerator 0.
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched member

with parts as (
    select
        indicator,
        antigen,
        count(*) over (partition by indicator) as n_antigens
    from code_measure_part
    where measure = 'cis'
),

antigens as (
    select person_key, indicator as antigen, min(evidence_date) as evidence_date
    from cis_evidence
    group by person_key, indicator
),

met as (
    select
        antigens.person_key,
        parts.indicator,
        max(antigens.evidence_date) as evidence_date
    from antigens
    join parts using (antigen)
    group by antigens.person_key, parts.indicator, parts.n_antigens
    having count(*) = parts.n_antigens
)

select
    wanted.indicator,
    unit.unit_key,
    unit.person_key,
    1 as in_denominator,
    cast(excluded.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    excluded.exclusion_reason
from rule_unit as unit
cross join (select distinct indicator from parts) as wanted
left join met on met.person_key = unit.person_key and met.indicator = wanted.indicator
left join rule_exclusion as excluded on excluded.person_key = unit.person_key
