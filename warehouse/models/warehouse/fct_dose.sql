-- title:    Vaccination events
-- grain:    one consolidated dose, refusal or partial dose of a person
-- source:   source records by rank: administered before historical, specific before unspecified, combination before its parts; blanks filled from the next
-- nulls:    a field is null where no source record tells it

with shared as (
    select dose_key from fct_dose_source where field_rank = 1
),

-- Most doses are told by one record: nothing to choose among.
events as (
    select
        map.dose_key,
        source.person_key,
        source.admin_date,
        source.cvx,
        source.mvx,
        source.ndc,
        source.lot,
        source.expiration_date,
        source.kind,
        source.is_completed,
        source.refusal_reason,
        source.practice_id,
        source.sender,
        source.eligibility,
        source.funding,
        source.route,
        source.site,
        source.entered_date,
        1 as n_sources,
        map.is_unsure
    from fct_dose_source as map
    join dose_source as source using (dose_row_key)
    where map.dose_key not in (select dose_key from shared)
    union all
    select
        dose_key,
        min(person_key) as person_key,
        arg_min(admin_date, field_rank) as admin_date,
        arg_min(cvx, vaccine_rank) as cvx,
        arg_min(mvx, field_rank) as mvx,
        arg_min(ndc, field_rank) as ndc,
        arg_min(lot, field_rank) as lot,
        arg_min(expiration_date, field_rank) as expiration_date,
        arg_min(kind, field_rank) as kind,
        bool_or(is_completed) as is_completed,
        arg_min(refusal_reason, field_rank) as refusal_reason,
        arg_min(practice_id, field_rank) as practice_id,
        arg_min(sender, field_rank) as sender,
        arg_min(eligibility, field_rank) as eligibility,
        arg_min(funding, field_rank) as funding,
        arg_min(route, field_rank) as route,
        arg_min(site, field_rank) as site,
        min(entered_date) as entered_date,
        cast(count(*) as integer) as n_sources,
        bool_or(is_unsure) as is_unsure
    from fct_dose_source as map
    join dose_source as source using (dose_row_key)
    where map.dose_key in (select dose_key from shared)
    group by dose_key
)

select
    events.dose_key,
    events.person_key,
    bucket_of(events.person_key) as bucket,
    events.admin_date,
    events.cvx,
    events.mvx,
    events.ndc,
    events.lot,
    events.expiration_date,
    events.kind,
    events.is_completed,
    events.refusal_reason,
    practice.practice_key,
    events.sender,
    events.eligibility,
    events.funding,
    events.route,
    events.site,
    events.entered_date,
    events.n_sources,
    events.is_unsure
from events
left join dim_practice as practice using (practice_id)
-- Numbers sort several times as fast as text, and evaluation reads rows as they stand.
order by bucket, events.person_key, events.admin_date, events.dose_key
