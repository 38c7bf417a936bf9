-- title:    CMS117: when a child met each antigen by doses
-- grain:    one child with a counted dose
-- source:   child_dose, rule_newborn_hepb
-- database: view
-- nulls:    a date is null where the antigen is not met that way

select
    dose.person_key,
    dose.dtap,
    dose.ipv,
    dose.mmr,
    -- Four days when any counted dose is of a 4-dose product, else three.
    case when dose.has_hib_four then dose.hib_fourth else dose.hib end as hib,
    dose.hepb,
    newborn.evidence_date as hepb_newborn,
    dose.vzv,
    dose.pcv,
    dose.hepa,
    -- Three days when any counted dose is of the 3-dose product, else two.
    case when dose.has_rota_three then dose.rota_third else dose.rota_second end as rotavirus,
    dose.flu_cms117 as influenza,
    -- The live dose and the other may share the second birthday.
    case when dose.flu_cms117_first is not null and dose.live is not null
        then greatest(dose.flu_cms117_first, dose.live)
    end as influenza_with_live
from child_dose as dose
left join rule_newborn_hepb as newborn using (person_key)
