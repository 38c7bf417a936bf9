-- title:    AFIX/IQIP site visits
-- grain:    one AFIX/IQIP visit
-- source:   lake/staged, batches of the build

select
    visit_row_key,
    message_key,
    practice_id,

    reviewer,
    strategies,

    visit_date,
    received_at
from staged_site_visit
where received_at <= getvariable('known_by')
