-- title:    Dose records as consolidation reads them
-- grain:    one source record of a dose that stands, of the persons from $1 to $2
-- needs:    dose_source of the build

select
    person_key,
    dose_row_key,
    admin_date,
    cast(kind as varchar) as kind,
    is_completed,
    try_cast(cvx as integer) as cvx_number,
    lot,
    coalesce(left(ndc, 9), case when mvx is not null then cvx || '/' || mvx end) as product,
    cast(practice_id as varchar) as practice_id,
    (case when lot is null then 0 else 1 end + case when mvx is null then 0 else 1 end + case when ndc is null then 0 else 1 end
        + case when site is null then 0 else 1 end + case when route is null then 0 else 1 end) as n_details,
    hash(teller) as teller
from dose_source
where person_key between $1 and $2
order by person_key, admin_date, dose_row_key
