-- title:    CMS117: when a child met each antigen
-- grain:    one child, antigen and path by which it was met
-- source:   rule_dose, rule_newborn_hepb, rule_alternative
-- nulls:    none

with lists as (
    select
        person_key,
        indicator,
        coalesce(any_value(days) filter (path in ('doses', 'two_dose')), []) as first_days,
        coalesce(any_value(days) filter (path in ('live', 'three_dose', 'four_dose')), []) as second_days
    from rule_dose
    where indicator in ('hib', 'influenza', 'rotavirus')
    group by person_key, indicator
),

pooled as (
    select *, list_sort(list_distinct(list_concat(first_days, second_days))) as days
    from lists
)

select person_key, indicator, 'doses' as path, days[n_doses] as evidence_date
from rule_dose
where path = 'doses' and indicator <> 'hib' and len(days) >= n_doses
union all
-- Four days when any counted dose is of a 4-dose product, else three.
select person_key, indicator, 'doses', first_days[case when len(second_days) > 0 then 4 else 3 end]
from pooled
where indicator = 'hib' and len(first_days) >= case when len(second_days) > 0 then 4 else 3 end
union all
-- Three days when any counted dose is of the 3-dose product, else two.
select person_key, indicator, 'doses', days[case when len(second_days) > 0 then 3 else 2 end]
from pooled
where indicator = 'rotavirus' and len(days) >= case when len(second_days) > 0 then 3 else 2 end
union all
-- The live dose and the other may share the second birthday.
select person_key, indicator, 'with_live', greatest(first_days[1], second_days[1])
from pooled
where indicator = 'influenza' and len(first_days) >= 1 and len(second_days) >= 1
union all
select person_key, 'hepb', 'newborn', evidence_date
from rule_newborn_hepb
union all
select person_key, indicator, 'alternative', evidence_date
from rule_alternative
