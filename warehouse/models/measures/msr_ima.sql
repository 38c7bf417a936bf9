-- title:    Immunizations for adolescents by the 13th birthday
-- grain:    one row per indicator and unit in the initial population: three antigens and combinations 1 and 2
-- unit:     plan members; where no roster is loaded, adolescents of the registry population
-- period:   calendar_year; adolescents who turn 13 in it
-- trend:    yearly 3
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  by measurement year and version (hedis, mips_394), codes measure_version and measure_rule: the meningococcal window opens on the 11th birthday to 2024, then the 10th
-- source:   measure definitions a.2, read 2026-11-22
-- definition: Members who turn 13 in the year, enrolled on that birthday and in the twelve months before it with at most
--           one gap of at most 45 days. Meningococcal ACWY and Tdap once, HPV three times or twice with 146 days
--           between some two doses, in windows with both ends included, or a recorded alternative on or before the
--           13th birthday. Excluded are those who died by the end of the year or were in hospice care in it.
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched member

with other as (
    select
        person_key,
        min(evidence_date) filter (indicator = 'meningococcal') as meningococcal,
        min(evidence_date) filter (indicator = 'tdap') as tdap,
        min(evidence_date) filter (indicator = 'hpv') as hpv
    from rule_alternative
    group by person_key
),

-- A date that never came is infinity, so that a combination is the greatest of its parts.
antigens as (
    select
        unit.unit_key,
        unit.person_key,
        excluded.exclusion_reason,
        coalesce(least(dose.meningococcal, other.meningococcal), date 'infinity') as meningococcal,
        coalesce(least(dose.tdap, other.tdap), date 'infinity') as tdap,
        coalesce(least(dose.hpv, other.hpv), date 'infinity') as hpv
    from rule_unit as unit
    left join ima_evidence as dose on dose.person_key = unit.person_key
    left join other on other.person_key = unit.person_key
    left join rule_exclusion as excluded on excluded.person_key = unit.person_key
),

indicators as (
    select
        unit_key,
        person_key,
        exclusion_reason,
        unnest(['meningococcal', 'tdap', 'hpv', 'combination_1', 'combination_2']) as indicator,
        unnest([meningococcal, tdap, hpv, greatest(meningococcal, tdap), greatest(meningococcal, tdap, hpv)]) as met_date
    from antigens
)

select
    indicator,
    unit_key,
    person_key,
    1 as in_denominator,
    cast(exclusion_reason is not null as integer) as is_excluded,
    cast(isfinite(met_date) as integer) as in_numerator,
    nullif(met_date, date 'infinity') as evidence_date,
    exclusion_reason
from indicators
