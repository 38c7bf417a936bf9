-- title:    Vaccination events
-- grain:    one consolidated dose, refusal or partial dose of a person
-- source:   source records; the leading one is administered before historical, blanks filled from the others
-- nulls:    a field is null where no source record tells it

with sources as (
    select
        map.dose_key,
        source.*,
        (case when source.kind = 'administered' then 0 else 1 end, source.dose_row_key) as rank
    from fct_dose_source as map
    join dose_source as source using (dose_row_key)
)

select
    dose_key,
    sources.person_key,
    bucket_of(sources.person_key) as bucket,
    sources.admin_date,
    sources.cvx,
    arg_min(mvx, rank) as mvx,
    arg_min(ndc, rank) as ndc,
    arg_min(lot, rank) as lot,
    arg_min(expiration_date, rank) as expiration_date,
    arg_min(kind, rank) as kind,
    is_completed,
    arg_min(refusal_reason, rank) as refusal_reason,
    arg_min(practice.practice_key, rank) as practice_key,
    arg_min(sender, rank) as sender,
    arg_min(eligibility, rank) as eligibility,
    arg_min(funding, rank) as funding,
    arg_min(route, rank) as route,
    arg_min(site, rank) as site,
    min(entered_date) as entered_date,
    cast(count(*) as integer) as n_sources,
    false as is_unsure
from sources
left join dim_practice as practice using (practice_id)
group by dose_key, sources.person_key, sources.admin_date, sources.cvx, is_completed
order by bucket, sources.person_key, sources.admin_date, sources.cvx, dose_key
