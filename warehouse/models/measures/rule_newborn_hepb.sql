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

select *
from (
    select newborn.person_key, distinct_days(dose.day)[2] as evidence_date
    from newborn
    join rule_dose as dose
        on dose.person_key = newborn.person_key
        and dose.day > newborn.newborn_date
    join rule_in_force as rule
        on rule.measure = 'child'
        and rule.indicator = 'hepb'
        and rule.mask & dose.rules <> 0
    group by newborn.person_key
)
where evidence_date is not null
