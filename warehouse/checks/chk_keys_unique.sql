-- title:    Keys of facts and dimensions are unique
-- grain:    one key that occurs more than once
-- on_failure: stop

select 'dim_person' as model, cast(person_key as varchar) as key from dim_person group by person_key having count(*) > 1
union all
select 'fct_dose', cast(dose_key as varchar) from fct_dose group by dose_key having count(*) > 1
union all
select 'fct_dose_source', cast(dose_row_key as varchar) from fct_dose_source group by dose_row_key having count(*) > 1
union all
select 'dim_practice', practice_id from dim_practice group by practice_id having count(*) > 1
union all
select 'fct_message', cast(message_key as varchar) from fct_message group by message_key having count(*) > 1
