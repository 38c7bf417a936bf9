-- title:    Childhood immunization status, electronic clinical quality measure
-- grain:    one row per indicator and child in the initial population: 10 antigens and combination_10, the measure itself
-- unit:     persons
-- period:   calendar_year; children who turn two in it
-- trend:    yearly 3
-- steward:  CMS117-aligned, not certified
-- version:  by year, codes measure_version, measure_rule and value_set
-- source:   measure definitions a.1, read 2026-11-22
-- definition: Children who turn two in the year and had a qualifying encounter in it; where no encounter of anyone is
--           recorded, all children of the registry population who lived here on the second birthday. Haemophilus needs four doses where one is of a 4-dose
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
    where milestone.birthday = 2 and case
        when exists (select 1 from person_finding where finding_set = 'qualifying_encounter')
            then milestone.person_key in (select person_key from encounters)
        else not person.is_opted_out and not exists (
            select 1 from person_away as away
            where away.person_key = milestone.person_key
                and coalesce(away.from_date <= milestone.milestone_date, true)
                and coalesce(away.to_date >= milestone.milestone_date, true)
        )
    end
),

-- A date that never came is infinity, so that the combination is the greatest of its parts.
antigens as (
    select
        children.person_key,
        excluded.exclusion_reason,
        coalesce(least(dose.dtap, other.dtap), date 'infinity') as dtap,
        coalesce(least(dose.ipv, other.ipv), date 'infinity') as ipv,
        coalesce(least(dose.mmr, other.mmr), date 'infinity') as mmr,
        coalesce(least(dose.hib, other.hib), date 'infinity') as hib,
        coalesce(least(dose.hepb, dose.hepb_newborn, other.hepb), date 'infinity') as hepb,
        coalesce(least(dose.vzv, other.vzv), date 'infinity') as vzv,
        coalesce(least(dose.pcv, other.pcv), date 'infinity') as pcv,
        coalesce(least(dose.hepa, other.hepa), date 'infinity') as hepa,
        coalesce(least(dose.rotavirus, other.rotavirus), date 'infinity') as rotavirus,
        coalesce(least(dose.influenza, dose.influenza_with_live, other.influenza), date 'infinity') as influenza
    from children
    left join cms117_evidence as dose using (person_key)
    left join child_alternative as other using (person_key)
    left join rule_exclusion as excluded using (person_key)
),

indicators as (
    select
        person_key,
        exclusion_reason,
        unnest([
            'dtap', 'ipv', 'mmr', 'hib', 'hepb', 'vzv', 'pcv', 'hepa', 'rotavirus', 'influenza', 'combination_10'
        ]) as indicator,
        unnest([
            dtap, ipv, mmr, hib, hepb, vzv, pcv, hepa, rotavirus, influenza,
            greatest(dtap, ipv, mmr, hib, hepb, vzv, pcv, hepa, rotavirus, influenza)
        ]) as met_date
    from antigens
)

select
    indicator,
    person_key as unit_key,
    person_key,
    1 as in_denominator,
    cast(exclusion_reason is not null as integer) as is_excluded,
    cast(isfinite(met_date) as integer) as in_numerator,
    nullif(met_date, date 'infinity') as evidence_date,
    exclusion_reason
from indicators
