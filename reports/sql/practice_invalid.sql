-- title:    Doses given at the practice that do not count
-- grain:    one dose
-- source:   fct_dose_evaluation, fct_dose, dim_vaccine
-- definition: Administered here in the last year and not valid in the best series of at least one antigen, with the reasons there.
-- nulls:    antigens_open is null where every one of the antigens has had a later valid dose, reasons where evaluation gives none

with given as (
    select dose.dose_key, dose.person_key, dose.admin_date, dose.cvx, evaluation.antigen, nullif(evaluation.reasons, '') as reasons
    from fct_dose as dose
    join fct_dose_evaluation as evaluation using (dose_key)
    where dose.practice_key = $practice and dose.kind = 'administered' and dose.is_completed
        and evaluation.status = 'Not Valid'
        and dose.admin_date > cql_add_months(cast($day as date), -12) and dose.admin_date <= $day
),

later as (
    select person_key, antigen, max(admin_date) as last_valid_date
    from fct_dose_evaluation
    where status = 'Valid' and person_key in (select person_key from given)
    group by person_key, antigen
)

select
    given.person_key,
    given.admin_date,
    coalesce(vaccine.vaccine_name, 'CVX ' || given.cvx) as vaccine,
    string_agg(distinct given.antigen, ', ' order by given.antigen) as antigens,
    string_agg(distinct given.reasons, '; ' order by given.reasons) as reasons,
    string_agg(distinct given.antigen, ', ' order by given.antigen) filter (
        coalesce(later.last_valid_date <= given.admin_date, true)
    ) as antigens_open
from given
left join later on later.person_key = given.person_key and later.antigen = given.antigen
left join dim_vaccine as vaccine on vaccine.cvx = given.cvx
group by given.person_key, given.admin_date, given.dose_key, vaccine.vaccine_name, given.cvx
order by given.admin_date desc, given.person_key, given.dose_key
