-- title:    Records that consent leaves out
-- grain:    one staged person record of a person whose doses and records are not counted
-- source:   link generation of the build, consent policies
-- database: scratch

select record_key
from person_link
join dim_person_policy using (person_key)
where consequence in ('leave_out', 'purge')
