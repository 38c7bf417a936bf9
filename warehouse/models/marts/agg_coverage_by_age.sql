-- title:    Coverage by age, Kaplan-Meier
-- grain:    one birth year, indicator and age in days on which coverage changes
-- source:   coverage_person, coverage_event
-- definition: Share who have reached the dose count by an age in days, from those followed that long; follow-up ends at
--           death, at a move out of the jurisdiction or at as-of. Without an end of follow-up before an age it equals the simple proportion. Interval of 95 %
--           by Greenwood's variance on the log-minus-log scale. is_complete: the youngest of the birth year has reached the age.
-- nulls:    the interval is null where coverage is 1

with times as (
    select
        person.birth_year,
        indicators.indicator,
        case
            when event.event_date <= person.followed_to then event.event_date - person.birth_date
            else person.followed_to - person.birth_date
        end as age_days,
        coalesce(event.event_date <= person.followed_to, false) as is_event
    from coverage_person as person
    cross join coverage_indicator as indicators
    left join coverage_event as event
        on event.person_key = person.person_key
        and event.indicator = indicators.indicator
),

by_age as (
    select
        birth_year,
        indicator,
        age_days,
        count(*) filter (is_event) as n_events,
        count(*) as n_leaving
    from times
    group by birth_year, indicator, age_days
),

at_risk as (
    select
        *,
        sum(n_leaving) over (
            partition by birth_year, indicator order by age_days desc
        ) as n_at_risk
    from by_age
),

steps as (
    select
        birth_year,
        indicator,
        age_days,
        n_events,
        n_at_risk,
        max(n_at_risk = n_events) over upto as is_all,
        sum(case when n_events < n_at_risk then ln(1 - n_events / n_at_risk) else 0 end) over upto as log_survival,
        sum(case when n_events < n_at_risk then n_events / (n_at_risk * (n_at_risk - n_events)) else 0 end) over upto
            as greenwood
    from at_risk
    where n_events > 0
    window upto as (partition by birth_year, indicator order by age_days)
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
order by birth_year, indicator, age_days
