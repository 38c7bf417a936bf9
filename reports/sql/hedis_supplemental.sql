-- title:    Doses of members that a plan may take over as supplemental data
-- grain:    one completed dose of a person in the measure
-- source:   the measure's rows (msr_…), fct_dose, dim_practice

with persons as (
    select distinct person_key
    from query_table($table)
    where period = $period and in_denominator = 1 and is_excluded = 0 and person_key is not null
)

select
    dose.person_key,
    dose.admin_date,
    dose.cvx,
    dose.mvx,
    dose.lot,
    dose.kind,
    practice.practice_name as provider,
    dose.dose_key
from fct_dose as dose
join persons using (person_key)
left join dim_practice as practice on practice.practice_key = dose.practice_key
where dose.is_completed
order by dose.person_key, dose.admin_date, dose.cvx, dose.dose_key
