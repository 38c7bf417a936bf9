-- title:    Recorded histories of disease of persons whose coverage is followed
-- grain:    one person and finding set
-- source:   fct_observation by codes finding_set, the sets history_...
-- database: scratch
-- definition: A history marked refuted or entered in error does not count. found_date is the first day told.
-- nulls:    found_date is null where no day is told

with told as (
    select person_key, code, observed_date
    from fct_observation
    where code is not null and coalesce(lower(value_text), '') not in ('refuted', 'entered-in-error')
    union all
    select person_key, value_code, observed_date
    from fct_observation
    where value_code is not null and coalesce(lower(value_text), '') not in ('refuted', 'entered-in-error')
),

sets as (
    select codes.code, listed.finding_set
    from (select distinct code from told) as codes
    join code_finding_set as listed
        on starts_with(listed.finding_set, 'history_')
        and (codes.code = listed.code or listed.match = 'prefix' and starts_with(codes.code, listed.code))
)

select
    told.person_key,
    sets.finding_set,
    min(told.observed_date) as found_date
from told
join sets using (code)
where told.person_key in (select person_key from coverage_person)
group by told.person_key, sets.finding_set
