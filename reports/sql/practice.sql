-- title:    Practices that reports can be made for
-- grain:    one practice with active patients, or the one asked for
-- source:   dim_practice, fct_person_practice

select
    practice.practice_key,
    coalesce(practice.practice_id, '') as practice_id,
    coalesce(practice.practice_name, practice.practice_id, '') as practice_name,
    coalesce(practice.county_fips, '') as county_fips,
    cast(count(link.person_key) filter (link.status = 'active') as bigint) as n_active
from dim_practice as practice
left join fct_person_practice as link using (practice_key)
where $practice is null or practice.practice_key = $practice
group by all
having $practice is not null or n_active > 0
order by practice.practice_key
