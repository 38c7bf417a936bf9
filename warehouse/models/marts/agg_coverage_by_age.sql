-- title:    Coverage by age, Kaplan-Meier
-- grain:    one birth year, indicator and age in days on which coverage changes
-- source:   coverage_person, coverage_reached
-- definition: Share who have reached the dose count by an age in days, from those followed that long; follow-up ends at
--           death, at a move out of the jurisdiction or at as-of. Without an end of follow-up before an age it equals the simple proportion. Interval of 95 %
--           by Greenwood's variance on the log-minus-log scale. is_complete: the youngest of the birth year has reached the age.
-- nulls:    the interval is null where coverage is 1

with events as (
    select
        person.birth_year,
        event.indicator_key,
        cast(event.event_date - person.birth_date as integer) as age_days,
        cast(person.followed_to - person.birth_date as integer) as followed_days
    from coverage_reached as event
    join coverage_person as person using (person_key)
    where event.event_date <= person.followed_to
),

-- Everybody leaves at the end of follow-up, but who reached it before left then.
leaving as (
    select birth_year, indicator_key, age_days, count(*) as n_events, count(*) as n_leaving
    from events
    group by birth_year, indicator_key, age_days
    union all
    select birth_year, indicator_key, followed_days, 0, -count(*)
    from events
    group by birth_year, indicator_key, followed_days
    union all
    select person.birth_year, indicators.indicator_key, person.followed_days, 0, person.n
    from (
        select birth_year, cast(followed_to - birth_date as integer) as followed_days, count(*) as n
        from coverage_person
        group by birth_year, followed_days
    ) as person
    cross join coverage_indicator as indicators
),

by_age as (
    select birth_year, indicator_key, age_days, cast(sum(n_events) as bigint) as n_events, cast(sum(n_leaving) as bigint) as n_leaving
    from leaving
    group by birth_year, indicator_key, age_days
    having sum(n_leaving) > 0
),

at_risk as (
    select
        *,
        sum(n_leaving) over (
            partition by birth_year, indicator_key order by age_days desc rows unbounded preceding
        ) as n_at_risk
    from by_age
),

steps as (
    select
        birth_year,
        indicator_key,
        age_days,
        n_events,
        n_at_risk,
        max(n_at_risk = n_events) over upto as is_all,
        sum(case when n_events < n_at_risk then ln(1 - n_events / n_at_risk) else 0 end) over upto as log_survival,
        sum(case when n_events < n_at_risk then n_events / (n_at_risk * (n_at_risk - n_events)) else 0 end) over upto
            as greenwood
    from at_risk
    where n_events > 0
    window upto as (partition by birth_year, indicator_key order by age_days rows unbounded preceding)
)

select
    birth_year,
    indicator,
    cast(age_days as integer) as age_days,
    cast(n_at_risk as bigint) as n_at_risk,
    cast(n_events as bigint) as n_events,
    case when is_all then 1.0 else 1 - exp(log_survival) end as coverage,
    case when not is_all then 1 - exp(log_survival * exp(-1.959964 * sqrt(greenwood) / abs(log_survival))) end
        as coverage_low,
    case when not is_all then 1 - exp(log_survival * exp(1.959964 * sqrt(greenwood) / abs(log_survival))) end
        as coverage_high,
    make_date(birth_year, 12, 31) + cast(age_days as integer) <= getvariable('as_of') as is_complete
from steps
join coverage_indicator as indicators using (indicator_key)
order by birth_year, indicator, age_days
