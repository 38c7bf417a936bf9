-- title:    When a child met a childhood antigen other than by doses of its own
-- grain:    one child with an alternative; rows by antigen side by side
-- source:   rule_alternative
-- nulls:    a date is null where the antigen has no alternative recorded

select
    person_key,
    min(evidence_date) filter (indicator = 'dtap') as dtap,
    min(evidence_date) filter (indicator = 'ipv') as ipv,
    min(evidence_date) filter (indicator = 'mmr') as mmr,
    min(evidence_date) filter (indicator = 'hib') as hib,
    min(evidence_date) filter (indicator = 'hepb') as hepb,
    min(evidence_date) filter (indicator = 'vzv') as vzv,
    min(evidence_date) filter (indicator = 'pcv') as pcv,
    min(evidence_date) filter (indicator = 'hepa') as hepa,
    min(evidence_date) filter (indicator = 'rotavirus') as rotavirus,
    min(evidence_date) filter (indicator = 'influenza') as influenza
from rule_alternative
group by person_key
