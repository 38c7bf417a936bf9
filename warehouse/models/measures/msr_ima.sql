-- title:    Immunizations for adolescents by the 13th birthday
-- grain:    one row per indicator and unit in the initial population: three antigens and combinations 1 and 2
-- unit:     plan members; where no roster is loaded, adolescents of the registry population
-- period:   calendar_year; adolescents who turn 13 in it
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  by measurement year, codes measure_rule: the meningococcal window opens on the 11th birthday to 2024, then the 10th
-- source:   measure definitions a.2, read 2026-11-22
-- definition: Members who turn 13 in the year, enrolled on that birthday and in the twelve months before it with at most
--           one gap of at most 45 days. Meningococcal ACWY and Tdap once, HPV three times or twice with 146 days
--           between some two doses, in windows with both ends included, or a recorded alternative on or before the
--           13th birthday. Excluded are those who died by the end of the year or were in hospice care in it.
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched member

with parts as (
    select
        indicator,
        antigen,
        count(*) over (partition by indicator) as n_antigens
    from code_measure_part
    where measure = 'ima'
),

antigens as (
    select person_key, indicator as antigen, min(evidence_date) as evidence_date
    from ima_evidence
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
