-- title:    Registry statuses (PD1-16) and what follows from them
-- grain:    one status
-- source:   codes registry_status; settings/registry_status.csv of the data folder takes its place
-- nulls:    practice_status is null where the status says nothing of a practice

select
    status,
    name as status_name,
    is_in_jurisdiction = '1' as is_in_jurisdiction,
    is_recalled = '1' as is_recalled,
    practice_status
from code_registry_status
order by status
