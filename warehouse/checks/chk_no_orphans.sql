-- title:    Every fact points at a person that exists
-- grain:    one orphan key
-- on_failure: stop

select 'fct_dose' as model, person_key from fct_dose anti join dim_person using (person_key)
union all
select 'fct_observation', person_key from fct_observation anti join dim_person using (person_key)
union all
select 'fct_person_practice', person_key from fct_person_practice anti join dim_person using (person_key)
