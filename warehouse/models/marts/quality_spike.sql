-- title:    Records behind days that stand for an unknown date
-- grain:    one dose, or one person record of a birth, as told by one message of the weeks shown
-- source:   agg_quality_default_date, stg_dose, stg_person
-- definition: What agg_quality_default_date counts, of the messages of the weeks shown, as other rows behind quality figures
--           are: its n counts all years, and births once a person. What was told before stays in the lake, by sender and date.
-- nulls:    dose_row_key is null for births

with spikes as (
    select
        sender,
        date_kind,
        replace(date_kind, ' dose', '') as kind,
        month_day,
        cast(left(month_day, 2) as integer) as spike_month,
        cast(right(month_day, 2) as integer) as spike_day
    from agg_quality_default_date
),

-- From the Monday after the day before which no week is shown, to the end of as-of.
shown as (
    select
        cast(last_day + cast(8 - isodow(last_day) as integer) as timestamp) as from_at,
        cast(getvariable('as_of') + 1 as timestamp) as to_at
    from (select getvariable('as_of') - 7 * (weeks_shown + 1) as last_day from quality_terms)
)

select
    spikes.sender,
    spikes.date_kind,
    spikes.month_day,
    dose.admin_date as told_date,
    dose.message_key,
    dose.record_key,
    dose.dose_row_key
from stg_dose as dose
cross join shown
join spikes
    on spikes.sender is not distinct from dose.sender
    and spikes.kind = dose.kind
    and spikes.spike_month = month(dose.admin_date)
    and spikes.spike_day = day(dose.admin_date)
where dose.outcome = 'accepted'
    and dose.action <> 'D'
    and coalesce(dose.message_at, dose.received_at) >= shown.from_at
    and coalesce(dose.message_at, dose.received_at) < shown.to_at
    and dose.record_key not in (select record_key from record_left_out)
union all
select spikes.sender, spikes.date_kind, spikes.month_day, person.birth_date, person.message_key, person.record_key, null
from stg_person as person
cross join shown
join spikes
    on spikes.sender is not distinct from person.sender
    and spikes.date_kind = 'birth'
    and spikes.spike_month = month(person.birth_date)
    and spikes.spike_day = day(person.birth_date)
where coalesce(person.message_at, person.received_at) >= shown.from_at
    and coalesce(person.message_at, person.received_at) < shown.to_at
    and person.record_key in (select record_key from person_link)
order by sender, date_kind, month_day, message_key, record_key, dose_row_key
