-- title:    Immunizations for adolescents: when a person met each antigen
-- grain:    one person, antigen and path by which it was met
-- source:   rule_dose, rule_alternative (HEDIS-aligned, not NCQA-certified)
-- nulls:    none

with hpv as (
    select
        person_key,
        list_filter(days, lambda day: day - days[1] >= 146)[1] as evidence_date
    from rule_dose
    where indicator = 'hpv'
)

select person_key, indicator, path, days[n_doses] as evidence_date
from rule_dose
where len(days) >= n_doses
union all
-- Two doses are enough when some two of them lie 146 days or more apart; the first and any later one decide.
select person_key, 'hpv', 'pair', evidence_date
from hpv
where evidence_date is not null
union all
select person_key, indicator, 'alternative', evidence_date
from rule_alternative
