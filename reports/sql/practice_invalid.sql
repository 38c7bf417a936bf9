-- title:    Doses given at a practice that do not count
-- grain:    one dose; of all practices where none is asked for
-- source:   fct_dose_evaluation, fct_dose, dim_vaccine
-- definition: Administered here in the last year and not valid in the best series of at least one antigen, with the reasons there.
-- nulls:    antigens_open is null where every one of the antigens has had a later valid dose, reasons where evaluation gives none

with doses as (
    select dose_key, person_key, practice_key, admin_date, cvx
    from fct_dose
    where practice_key is not null and ($practice is null or practice_key = $practice) and kind = 'administered' and is_completed
        and admin_date > cql_add_months(cast($day as date), -12) and admin_date <= $day
),

-- Everything that is known of these patients' doses, read once.
evaluations as (
    select dose_key, person_key, admin_date, antigen, status, nullif(reasons, '') as reasons
    from fct_dose_evaluation
    where person_key in (select person_key from doses)
),

given as (
    select doses.dose_key, doses.person_key, doses.practice_key, doses.admin_date, doses.cvx, evaluations.antigen, evaluations.reasons
    from doses
    join evaluations using (dose_key)
    where evaluations.status = 'Not Valid'
),

later as (
    select person_key, antigen, max(admin_date) filter (status = 'Valid') as last_valid_date
    from evaluations
    group by person_key, antigen
)

select
    given.practice_key,
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
group by given.practice_key, given.person_key, given.admin_date, given.dose_key, vaccine.vaccine_name, given.cvx
order by given.practice_key, given.admin_date desc, given.person_key, given.dose_key
