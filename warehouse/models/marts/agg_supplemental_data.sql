-- title:    Supplemental data for plans
-- grain:    one completed dose of a matched plan member
-- source:   fct_dose, fct_plan_enrollment
-- definition: Member, vaccine code, date and source of every completed dose of matched members: what a plan loads as
--           supplemental data.
-- nulls:    none

select
    member.plan,
    member.member_key,
    'CVX' as code_system,
    dose.cvx as code,
    dose.admin_date as service_date,
    case when dose.kind = 'administered' then 'registry, administered' else 'registry, historical' end as source,
    dose.dose_key
from (
    select distinct plan, member_key, person_key from fct_plan_enrollment where person_key is not null
) as member
join fct_dose as dose on dose.person_key = member.person_key and dose.is_completed
order by member.plan, member.member_key, dose.admin_date, dose.cvx, dose.dose_key
