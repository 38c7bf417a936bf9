-- title:    Doses administered
-- grain:    one site, month, vaccine, age band of a band set, eligibility and funding
-- source:   fct_dose, dim_person, codes age_band
-- definition: Completed doses that the site itself administered; historical doses never count. A combination vaccine counts
--           once. Age on the day of the dose. The last 36 months.
-- nulls:    practice_key is null where the dose names no site

-- Of every whole month of age: its band in each set.
with bands as (
    select age.bands as band_set, age.label as age_band, months
    from code_age_band as age
    join range(0, 2401) as ages (months)
        on months >= cast(age.from_months as integer)
        and months < cast(age.to_months as integer)
)

select
    dose.practice_key,
    date_trunc('month', dose.admin_date)::date as month_start_date,
    dose.cvx,
    bands.band_set,
    bands.age_band,
    coalesce(dose.eligibility, 'unknown') as eligibility,
    coalesce(dose.funding, 'unknown') as funding,
    cast(count(*) as bigint) as n_doses
from fct_dose as dose
join dim_person as person using (person_key)
join bands on bands.months = cql_age_months(person.birth_date, dose.admin_date)
where dose.kind = 'administered' and dose.is_completed
    and dose.admin_date > cql_add_months(getvariable('as_of'), -36)
group by all
order by dose.practice_key nulls first, month_start_date, dose.cvx, band_set, age_band, eligibility, funding
