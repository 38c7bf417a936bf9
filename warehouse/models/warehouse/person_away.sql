-- title:    When persons lived out of the jurisdiction
-- grain:    one person and span
-- source:   fct_person_residence; dim_person where the registry status says that the person has gone (dim_registry_status)
-- database: view
-- nulls:    from_date is null where the span has no known beginning, to_date where it still holds

select person_key, from_date, to_date
from fct_person_residence
where jurisdiction_status = 'out'
union all
select person_key, registry_status_from, null
from dim_person
where registry_status in (select status from dim_registry_status where not is_in_jurisdiction)
