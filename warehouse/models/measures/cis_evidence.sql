-- title:    Childhood immunization status: when a child met each antigen
-- grain:    one child, antigen and path by which it was met
-- source:   rule_dose, rule_newborn_hepb, rule_alternative (HEDIS-aligned, not NCQA-certified)
-- nulls:    none

with lists as (
    select
        person_key,
        indicator,
        coalesce(any_value(days) filter (path in ('doses', 'two_dose')), []) as first_days,
        coalesce(any_value(days) filter (path in ('live', 'three_dose')), []) as second_days
    from rule_dose
    where indicator in ('influenza', 'rotavirus')
    group by person_key, indicator
),

pooled as (
    select *, list_sort(list_distinct(list_concat(first_days, second_days))) as days
    from lists
)

select person_key, indicator, path, days[n_doses] as evidence_date
from rule_dose
where len(days) >= n_doses and path <> 'live'
union all
-- Live influenza vaccine is in the list only when given on the second birthday; the days differ.
select person_key, indicator, 'with_live', days[2]
from pooled
where indicator = 'influenza' and len(second_days) > 0 and len(days) >= 2
union all
-- One dose of the 2-dose rotavirus vaccine and two of the other, on three days.
select
    person_key,
    indicator,
    'mixed',
    greatest(
        first_days[1],
        second_days[2],
        days[3]
    )
from pooled
where indicator = 'rotavirus' and len(first_days) >= 1 and len(second_days) >= 2 and len(days) >= 3
union all
select person_key, 'hepb', 'newborn', evidence_date
from rule_newborn_hepb
union all
select person_key, indicator, 'alternative', evidence_date
from rule_alternative
