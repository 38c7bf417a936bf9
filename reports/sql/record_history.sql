-- title:    History, immunity, contraindications and refusals of an official record
-- grain:    one observation or refused dose of the person
-- source:   fct_observation, fct_dose, dim_vaccine, dim_vaccine_group
-- definition: vaccine_groups: of the dose that was refused, or with which the observation was told; what a minor consented to alone is
--           left out by them.
-- nulls:    noted_date is null where no date was told

with groups as (
    select cvx, string_agg(vaccine_group, ',' order by vaccine_group) as vaccine_groups
    from dim_vaccine_group
    group by cvx
)

select
    replace(observation.kind, '_', ' ') as kind,
    coalesce(observation.value_text, observation.value_code, observation.code) as what,
    observation.observed_date as noted_date,
    coalesce(groups.vaccine_groups, '') as vaccine_groups
from fct_observation as observation
left join fct_dose as dose on dose.dose_key = observation.dose_key
left join groups on groups.cvx = dose.cvx
where observation.person_key = $person
    and observation.kind in ('contraindication', 'immunity', 'disease_history', 'reaction', 'indication', 'exemption')
union all
select
    'refusal',
    coalesce(vaccine.vaccine_name, 'CVX ' || dose.cvx),
    dose.admin_date,
    coalesce(groups.vaccine_groups, '')
from fct_dose as dose
left join dim_vaccine as vaccine on vaccine.cvx = dose.cvx
left join groups on groups.cvx = dose.cvx
where dose.person_key = $person and dose.kind = 'refusal'
order by 3 nulls last, 1, 2
