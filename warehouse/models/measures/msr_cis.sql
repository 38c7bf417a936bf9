-- title:    Childhood immunization status by the second birthday
-- grain:    one row per indicator and unit in the initial population: 10 antigens and combinations 3, 7 and 10
-- unit:     plan members; where no roster is loaded, children of the registry population
-- period:   calendar_year; children who turn two in it
-- trend:    yearly 3
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  by measurement year, codes measure_rule, measure_part and value_set
-- source:   measure definitions a.1, read 2026-11-22
-- definition: Members who turn two in the year, enrolled on the second birthday and in the twelve months before it with
--           at most one gap of at most 45 days. An antigen is met by its doses on distinct dates within its window, both
--           ends included, or by a recorded alternative on or before the second birthday. Excluded are those who died by
--           the end of the year, those with a recorded contraindication or transplant on or before the second birthday,
--           and those with hospice care in the year; what no source records of these cannot be ascertained. A member
--           whom no person matches stays in the denominator with numerator 0. Without a roster: who lived in the
--           jurisdiction on the second birthday.
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched member

-- A date that never came is infinity, so that a combination is the greatest of its parts.
with antigens as (
    select
        unit.unit_key,
        unit.person_key,
        excluded.exclusion_reason,
        coalesce(least(dose.dtap, other.dtap), date 'infinity') as dtap,
        coalesce(least(dose.ipv, other.ipv), date 'infinity') as ipv,
        coalesce(least(dose.mmr, other.mmr), date 'infinity') as mmr,
        coalesce(least(dose.hib, other.hib), date 'infinity') as hib,
        coalesce(least(dose.hepb, other.hepb), date 'infinity') as hepb,
        coalesce(least(dose.vzv, other.vzv), date 'infinity') as vzv,
        coalesce(least(dose.pcv, other.pcv), date 'infinity') as pcv,
        coalesce(least(dose.hepa, other.hepa), date 'infinity') as hepa,
        coalesce(least(dose.rotavirus, other.rotavirus), date 'infinity') as rotavirus,
        coalesce(least(dose.influenza, other.influenza), date 'infinity') as influenza
    from rule_unit as unit
    left join cis_evidence as dose on dose.person_key = unit.person_key
    left join child_alternative as other on other.person_key = unit.person_key
    left join rule_exclusion as excluded on excluded.person_key = unit.person_key
),

combinations as (
    select *, greatest(dtap, ipv, mmr, hib, hepb, vzv, pcv) as combination_3
    from antigens
),

indicators as (
    select
        unit_key,
        person_key,
        exclusion_reason,
        unnest([
            'dtap', 'ipv', 'mmr', 'hib', 'hepb', 'vzv', 'pcv', 'hepa', 'rotavirus', 'influenza',
            'combination_3', 'combination_7', 'combination_10'
        ]) as indicator,
        unnest([
            dtap, ipv, mmr, hib, hepb, vzv, pcv, hepa, rotavirus, influenza,
            combination_3, greatest(combination_3, hepa, rotavirus), greatest(combination_3, hepa, rotavirus, influenza)
        ]) as met_date
    from combinations
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
