-- title:    Which person each record belongs to
-- grain:    one staged person record
-- source:   person_link of the generations up to the wanted one; the newest row of a record counts

select record_key, arg_max(person_key, from_generation) as person_key, max(from_generation) as from_generation
from link_history
group by record_key
order by record_key
