-- title:    Childhood immunization status: when a child met each antigen by doses
-- grain:    one child with a counted dose
-- source:   child_dose, rule_newborn_hepb (HEDIS-aligned, not NCQA-certified)
-- database: view
-- nulls:    a date is null where the antigen is not met

select
    dose.person_key,
    dose.dtap,
    dose.ipv,
    dose.mmr,
    dose.hib,
    least(dose.hepb, newborn.evidence_date) as hepb,
    dose.vzv,
    dose.pcv,
    dose.hepa,
    -- Two of the 2-dose product, three of the other, or one and two of them on three days.
    least(
        dose.rota_two,
        dose.rota_three,
        case when dose.rota_two_first is not null and dose.rota_three_second is not null and dose.rota_third is not null
            then greatest(dose.rota_two_first, dose.rota_three_second, dose.rota_third)
        end
    ) as rotavirus,
    -- Live vaccine counts only when given on the second birthday; the other dose then lies before it.
    least(
        dose.flu_cis,
        case when dose.flu_cis_first < dose.live then dose.live end
    ) as influenza
from child_dose as dose
left join rule_newborn_hepb as newborn using (person_key)
