-- title:    Antigens that a person meets by an alternative to doses
-- grain:    one person and indicator: the first day on which an alternative was complete, within birth to milestone
-- source:   codes measure_alternative, person_finding
-- nulls:    none

with found as (
    select
        person.person_key,
        finding.finding_set,
        min(finding.observed_date) as first_date
    from milestone_person as person
    join person_finding as finding
        on finding.person_key = person.person_key
        and finding.observed_date <= person.milestone_date
        and (getvariable('measure') <> 'cms117' or finding.observed_date >= person.birth_date)
    where not (finding.is_refuted and (select ignores_refuted from refuted_finding))
    group by person.person_key, finding.finding_set
),

complete as (
    select
        found.person_key,
        alternative.indicator,
        max(found.first_date) as evidence_date
    from found
    join code_measure_alternative as alternative using (finding_set)
    where alternative.measure = getvariable('measure')
    group by found.person_key, alternative.indicator, alternative.alternative, alternative.n_sets
    having count(*) = cast(alternative.n_sets as integer)
)

select person_key, indicator, min(evidence_date) as evidence_date
from complete
group by person_key, indicator
