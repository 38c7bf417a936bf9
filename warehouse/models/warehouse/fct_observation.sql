-- title:    Observations about persons
-- grain:    one observation; the same told twice by one sender counts once
-- source:   OBX and observations.csv
-- nulls:    observed_date is null where no date was told

select
    min(observation.observation_row_key) as observation_key,
    link.person_key,
    bucket_of(link.person_key) as bucket,
    observation.kind,
    observation.code_system,
    observation.code,
    observation.value_system,
    observation.value_code,
    observation.value_text,
    observation.value_number,
    observation.observed_date
from stg_observation as observation
join person_link as link using (record_key)
where observation.kind <> 'vis'
    and link.person_key not in (select person_key from dim_person_policy where consequence in ('leave_out', 'purge'))
    and (observation.observed_date is null or observation.observed_date <= getvariable('as_of'))
group by all
order by bucket, link.person_key, observation_key
