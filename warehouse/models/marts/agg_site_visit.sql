-- title:    Site visits: the cohort of the visit, then and twelve months later
-- grain:    one visit and indicator
-- source:   site visit files, fct_person_practice, coverage_person, coverage_event
-- definition: The frozen baseline cohort is every child of 24 to 35 months who was an active patient of the site on the day of the
--           visit. The same children are assessed on that day and twelve months later, whether they stayed or not; only while
--           they are followed, so a death or a move out of the jurisdiction takes a child out of the later figure. The cohort
--           of the later day stands beside it: children of 24 to 35 months who are active patients then.
-- nulls:    the later figures are null until twelve months have passed

with visits as (
    select distinct
        visit.practice_id,
        practice.practice_key,
        visit.visit_date,
        cql_add_months(visit.visit_date, 12) as later_date
    from stg_site_visit as visit
    join dim_practice as practice using (practice_id)
    where visit.visit_date <= getvariable('as_of')
),

days as (
    select practice_key, visit_date, later_date, 'baseline' as cohort, visit_date as cohort_date from visits
    union all
    select practice_key, visit_date, later_date, 'later', later_date from visits where later_date <= getvariable('as_of')
),

cohorts as (
    select distinct
        days.practice_key,
        days.visit_date,
        days.later_date,
        days.cohort,
        person.person_key,
        person.followed_to
    from days
    join fct_person_practice as relation
        on relation.practice_key = days.practice_key
        and coalesce(relation.from_date <= days.cohort_date, true)
        and coalesce(relation.to_date > days.cohort_date, true)
    join coverage_person as person
        on person.person_key = relation.person_key
        and person.followed_to >= days.cohort_date
        and cql_add_months(person.birth_date, 24) <= days.cohort_date
        and cql_add_months(person.birth_date, 36) > days.cohort_date
),

counted as (
    select
        cohorts.practice_key,
        cohorts.visit_date,
        any_value(cohorts.later_date) as later_date,
        indicators.indicator,
        count(*) filter (cohort = 'baseline') as n_baseline,
        count(*) filter (cohort = 'baseline' and event.event_date <= visit_date) as n_then,
        count(*) filter (cohort = 'baseline' and followed_to >= later_date) as n_baseline_later,
        count(*) filter (cohort = 'baseline' and followed_to >= later_date and event.event_date <= later_date) as n_later,
        count(*) filter (cohort = 'later') as n_next,
        count(*) filter (cohort = 'later' and event.event_date <= later_date) as n_next_met
    from cohorts
    cross join coverage_indicator as indicators
    left join coverage_event as event
        on event.person_key = cohorts.person_key
        and event.indicator = indicators.indicator
    group by cohorts.practice_key, cohorts.visit_date, indicators.indicator
)

select
    practice_key,
    visit_date,
    indicator,
    cast(n_baseline as bigint) as n_baseline,
    n_then / nullif(n_baseline, 0) as rate_at_visit,
    case when later_date <= getvariable('as_of') then n_later / nullif(n_baseline_later, 0) end as rate_same_later,
    case when later_date <= getvariable('as_of') then cast(n_next as bigint) end as n_next,
    case when later_date <= getvariable('as_of') then n_next_met / nullif(n_next, 0) end as rate_next,
    case when later_date <= getvariable('as_of')
        then n_later / nullif(n_baseline_later, 0) - n_then / nullif(n_baseline, 0)
    end as change
from counted
order by practice_key, visit_date, indicator
