-- title:    Doses given at the practice that do not count
-- grain:    one dose and antigen
-- source:   fct_dose_evaluation, fct_dose, dim_vaccine
-- nulls:    repeat_by_date is null where nothing is due

select
    dose.person_key,
    dose.admin_date,
    coalesce(vaccine.vaccine_name, 'CVX ' || dose.cvx) as vaccine,
    string_agg(distinct evaluation.antigen, ', ' order by evaluation.antigen) as antigens,
    string_agg(distinct nullif(evaluation.reasons, ''), '; ' order by nullif(evaluation.reasons, '')) as reasons
from fct_dose as dose
join fct_dose_evaluation as evaluation using (dose_key)
left join dim_vaccine as vaccine on vaccine.cvx = dose.cvx
where dose.practice_key = $practice and dose.kind = 'administered' and dose.is_completed
    and evaluation.status = 'Not Valid'
    and dose.admin_date > cast($day as date) - interval 1 year and dose.admin_date <= $day
group by dose.person_key, dose.admin_date, dose.dose_key, vaccine.vaccine_name, dose.cvx
order by dose.admin_date desc, dose.person_key, dose.dose_key
