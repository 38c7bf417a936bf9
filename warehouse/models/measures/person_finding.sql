-- title:    Findings about persons that measures ask for
-- grain:    one person, finding set and day
-- source:   fct_observation by codes finding_set; a finding is told as a coded value, as a code, as code=value, or as a
--           quantity above the one that the set names
-- nulls:    none

with told as (
    select person_key, value_code as code, observed_date, value_text
    from fct_observation
    where value_code is not null
    union all
    select person_key, code, observed_date, coalesce(value_code, value_text)
    from fct_observation
    where code is not null
    union all
    select person_key, code || '=' || value_code, observed_date, null
    from fct_observation
    where code is not null and value_code is not null
),

sets as (
    select codes.code, listed.finding_set, listed.match
    from (select distinct code from told) as codes
    join code_finding_set as listed
        on codes.code = listed.code
        or listed.match = 'prefix' and starts_with(codes.code, listed.code)
)

select distinct
    told.person_key,
    sets.finding_set,
    told.observed_date,
    coalesce(lower(told.value_text) in ('refuted', 'entered-in-error'), false) as is_refuted
from told
join sets using (code)
where told.observed_date is not null and not starts_with(sets.match, 'above ')
union
select observation.person_key, listed.finding_set, observation.observed_date, false
from fct_observation as observation
join code_finding_set as listed
    on listed.code = observation.code
    and starts_with(listed.match, 'above ')
where observation.observed_date is not null
    and observation.value_number > cast(substr(listed.match, 7) as double)
