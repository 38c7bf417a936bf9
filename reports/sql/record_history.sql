-- title:    History, immunity, contraindications and refusals of an official record
-- grain:    one observation or refused dose of the person
-- source:   fct_observation, fct_dose
-- nulls:    noted_date is null where no date was told

select
    replace(observation.kind, '_', ' ') as kind,
    coalesce(observation.value_text, observation.value_code, observation.code) as what,
    observation.observed_date as noted_date
from fct_observation as observation
where observation.person_key = $person
    and observation.kind in ('contraindication', 'immunity', 'disease_history', 'reaction', 'indication', 'exemption')
union all
select
    'refusal',
    coalesce(vaccine.vaccine_name, 'CVX ' || dose.cvx),
    dose.admin_date
from fct_dose as dose
left join dim_vaccine as vaccine on vaccine.cvx = dose.cvx
where dose.person_key = $person and dose.kind = 'refusal'
order by 3 nulls last, 1, 2
