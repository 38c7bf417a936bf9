-- title:    Doses of an official record, with their standing in words
-- grain:    one completed dose of the person
-- source:   fct_dose, fct_dose_evaluation, dim_vaccine, dim_vaccine_group, dim_manufacturer, dim_practice
-- nulls:    what no source told

with evaluated as (
    select
        dose_key,
        count(*) as n,
        count(*) filter (status = 'Valid') as n_valid,
        string_agg(distinct antigen, ', ' order by antigen) filter (status = 'Valid') as valid_for,
        string_agg(distinct antigen, ', ' order by antigen) filter (status <> 'Valid') as not_valid_for,
        string_agg(distinct nullif(reasons, ''), '; ' order by nullif(reasons, '')) filter (status <> 'Valid') as reasons
    from fct_dose_evaluation
    where person_key = $person
    group by dose_key
),

groups as (
    select cvx, string_agg(vaccine_group, ',' order by vaccine_group) as vaccine_groups
    from dim_vaccine_group
    group by cvx
)

select
    dose.admin_date,
    dose.cvx,
    coalesce(vaccine.vaccine_name, 'CVX ' || dose.cvx) as vaccine,
    coalesce(groups.vaccine_groups, '') as vaccine_groups,
    coalesce(maker.manufacturer_name, dose.mvx) as manufacturer,
    dose.lot,
    practice.practice_name as provider,
    case dose.kind when 'administered' then 'given there' else 'from history' end as told_as,
    case
        when evaluated.n is null then 'not evaluated'
        when evaluated.n_valid = evaluated.n then 'valid'
        when evaluated.n_valid > 0
            then 'valid for ' || evaluated.valid_for || '; not valid for ' || evaluated.not_valid_for
                || coalesce(' (' || evaluated.reasons || ')', '')
        else 'not valid' || coalesce(': ' || evaluated.reasons, '')
    end as standing
from fct_dose as dose
left join evaluated using (dose_key)
left join dim_vaccine as vaccine on vaccine.cvx = dose.cvx
left join groups on groups.cvx = dose.cvx
left join dim_manufacturer as maker on maker.mvx = dose.mvx
left join dim_practice as practice on practice.practice_key = dose.practice_key
where dose.person_key = $person and dose.is_completed
order by dose.admin_date, dose.cvx, dose.dose_key
