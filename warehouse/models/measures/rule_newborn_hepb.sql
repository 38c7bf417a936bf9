-- title:    Hepatitis B by a recorded newborn dose and two further days
-- grain:    one person whose newborn procedure stands for the first dose
-- source:   person_finding newborn_hepb within 7 days of birth, two later days among counted doses
-- nulls:    none

with newborn as (
    select person.person_key, min(finding.observed_date) as newborn_date
    from milestone_person as person
    join person_finding as finding
        on finding.person_key = person.person_key
        and finding.finding_set = 'newborn_hepb'
        and finding.observed_date between person.birth_date and person.birth_date + 7
    group by person.person_key
)

select
    newborn.person_key,
    min(visit.day, 2)[2] as evidence_date
from newborn
join rule_visit as visit
    on visit.person_key = newborn.person_key
    and visit.day > newborn.newborn_date
join rule_in_force as rule
    on rule.measure = 'child'
    and rule.indicator = 'hepb'
    and rule.bit & visit.rules <> 0
group by newborn.person_key
having count(*) >= 2
