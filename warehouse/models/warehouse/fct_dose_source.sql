-- title:    Source records of consolidated doses
-- grain:    one source record of a dose
-- source:   same person, date and CVX make one dose; completed and other events stay apart

select
    min(dose_row_key) over (
        partition by person_key, admin_date, cvx, is_completed, case when is_completed then '' else kind end
    ) as dose_key,
    dose_row_key,
    row_number() over (
        partition by person_key, admin_date, cvx, is_completed, case when is_completed then '' else kind end
        order by kind, dose_row_key
    ) = 1 as is_leading
from dose_source
order by dose_key, dose_row_key
