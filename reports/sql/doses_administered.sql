-- title:    Doses administered
-- grain:    one vaccine, age in whole years and eligibility
-- unit:     doses; a combination vaccine is one dose; history never counts
-- source:   fct_dose, dim_person, dim_vaccine
-- nulls:    age_years is null where the birth date is not known

select
    dose.cvx,
    coalesce(vaccine.vaccine_name, 'CVX ' || dose.cvx) as vaccine,
    datesub('year', person.birth_date, dose.admin_date) as age_years,
    coalesce(dose.eligibility, 'unknown') as eligibility,
    cast(count(*) as bigint) as n_doses
from fct_dose as dose
join dim_person as person using (person_key)
left join dim_vaccine as vaccine on vaccine.cvx = dose.cvx
where dose.kind = 'administered' and dose.is_completed
    and dose.admin_date between $from_day and $to_day
    and ($practice is null or dose.practice_key = $practice)
    and ($county is null or person.county_fips = $county)
group by all
order by vaccine, dose.cvx, age_years nulls last, eligibility
