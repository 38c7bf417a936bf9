-- title:    Doses administered
-- grain:    one vaccine, age band, eligibility and funding
-- unit:     doses; a combination vaccine is one dose; history never counts
-- source:   fct_dose, dim_person, fct_person_residence, dim_vaccine, dim_age_band
-- definition: Completed doses that the site itself administered. Age, and county of residence, on the day of the dose. Who has no
--           residence on file for the day counts in no county.
-- nulls:    age_band is null where the birth date is not known

with counted as (
    select
        dose.cvx,
        cql_age_months(person.birth_date, dose.admin_date) as age_months,
        coalesce(dose.eligibility, 'unknown') as eligibility,
        coalesce(dose.funding, 'unknown') as funding,
        count(*) as n_doses
    from fct_dose as dose
    join dim_person as person using (person_key)
    where dose.kind = 'administered' and dose.is_completed
        and dose.admin_date between $from_day and $to_day
        and ($practice is null or dose.practice_key = $practice)
        and (
            $county is null
            or exists (
                select 1
                from fct_person_residence as home
                where home.person_key = dose.person_key and home.county_fips = $county
                    and coalesce(home.from_date <= dose.admin_date, true)
                    and coalesce(dose.admin_date <= home.to_date, true)
            )
        )
    group by all
)

select
    counted.cvx,
    coalesce(vaccine.vaccine_name, 'CVX ' || counted.cvx) as vaccine,
    band.age_band,
    counted.eligibility,
    counted.funding,
    cast(sum(counted.n_doses) as bigint) as n_doses
from counted
left join dim_age_band as band
    on band.band_set = $bands
    and counted.age_months >= band.from_months
    and counted.age_months < band.to_months
left join dim_vaccine as vaccine on vaccine.cvx = counted.cvx
group by all
order by vaccine, counted.cvx, age_band nulls last, eligibility, funding
