-- title:    Adult immunization status
-- grain:    one row per indicator and adult in its age group: influenza, Td/Tdap, zoster, pneumococcal, hepatitis B, COVID-19
-- unit:     plan members; where no roster is loaded, adults of the registry population
-- period:   calendar_year
-- steward:  HEDIS-aligned, not NCQA-certified, unaudited
-- version:  by measurement year and version (hedis, mips_493), codes measure_version, ais_rule and ais_stratum: hepatitis B from 2025, COVID-19 from 2026
-- source:   measure definitions a.3, read 2026-11-22 (secondary sources; windows and strata are parameter rows)
-- definition: Adults by age on the first day of the year. Influenza from 1 July before to 30 June of the year, Td or Tdap in
--           the year or the nine before, two recombinant zoster doses 28 days apart since October 2017, one pneumococcal
--           dose since the 19th birthday; hepatitis B by a completed childhood or adult series, immunity or history.
--           Excluded are those who died by the end of the year or were in hospice care in it.
-- enum:     indicator from code_ais_stratum
-- nulls:    evidence_date is null exactly when in_numerator = 0; person_key is null for an unmatched member

with strata as (
    select antigen, indicator, cast(from_age as integer) as from_age, coalesce(try_cast(to_age as integer), 200) as to_age
    from code_ais_stratum
    where version = (select version from measure_version_in_force where measure = 'ais')
        and cast(from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(to_year as integer), 9999) >= year(getvariable('period_end'))
),

adults as (
    select
        unit_key,
        person_key,
        cql_age_months(birth_date, getvariable('period_start')) // 12 as age
    from rule_unit
),

met as (
    select person_key, indicator as antigen, min(evidence_date) as evidence_date
    from ais_evidence
    group by person_key, indicator
)

select
    strata.indicator,
    adults.unit_key,
    adults.person_key,
    1 as in_denominator,
    cast(excluded.exclusion_reason is not null as integer) as is_excluded,
    cast(met.evidence_date is not null as integer) as in_numerator,
    met.evidence_date,
    excluded.exclusion_reason
from adults
join strata on adults.age between strata.from_age and strata.to_age
left join met on met.person_key = adults.person_key and met.antigen = strata.antigen
left join rule_exclusion as excluded on excluded.person_key = adults.person_key
