-- title:    Doses of members that a plan may take over as supplemental data
-- grain:    one unit of the measure and completed dose of its person
-- source:   the measure's rows (msr_…), fct_dose, plan_member_line, dim_practice, dim_measure
-- definition: Member, code, date and source of every completed dose of those in the denominator whom a person matches, whether it
--           counts for the measure or not. A person whom two rosters name has the dose once for each.
-- nulls:    plan is null where the unit of the measure is no plan member; mvx, lot and provider where nobody told

with units as (
    select distinct unit_key, person_key
    from query_table($table)
    where period = $period and in_denominator = 1 and is_excluded = 0 and person_key is not null
),

members as (
    select member_key, plan
    from plan_member_line
    where exists (select 1 from dim_measure where 'msr_' || measure = $table and starts_with(unit, 'plan members'))
)

select
    units.unit_key,
    members.plan,
    dose.person_key,
    'CVX' as code_system,
    dose.cvx as code,
    dose.admin_date as service_date,
    case when dose.kind = 'administered' then 'registry, administered' else 'registry, historical' end as source,
    dose.mvx,
    dose.lot,
    practice.practice_name as provider,
    dose.dose_key
from units
join fct_dose as dose on dose.person_key = units.person_key and dose.is_completed
left join members on members.member_key = units.unit_key
left join dim_practice as practice on practice.practice_key = dose.practice_key
order by units.unit_key, dose.admin_date, dose.cvx, dose.dose_key
