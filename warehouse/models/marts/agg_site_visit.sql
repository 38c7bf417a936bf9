-- title:    Site visits: the cohorts of the visit, then and twelve months later
-- grain:    one visit, cohort and indicator
-- source:   site_visit_cohort, site_visit_event, coverage_indicator, codes practice_antigen
-- definition: The frozen baseline is every child of 24 to 35 months, or adolescent of 13 to 17 years, who was an active patient of the
--           site and lived in the jurisdiction on the day of the visit. The same patients are assessed on that day and twelve months
--           later, whether they stayed or not; who has died or left the jurisdiction by then is out of the later figure. The cohort
--           of the later day stands beside it: those of the age who are active patients then. A second dose of meningococcal
--           vaccine is asked of those who are 16 on the day that makes the cohort.
-- nulls:    the later figures are null until twelve months have passed; a rate is null where nobody is counted

with indicators as (
    select 'childhood' as cohort, indicator, 0 as min_age_months
    from coverage_indicator
    union all
    select cohort, indicator, max(coalesce(try_cast(min_age_months as integer), 0))
    from code_practice_antigen
    where cohort = 'adolescent'
    group by cohort, indicator
    union all
    select 'adolescent', 'series', 0
),

counted as (
    select
        patient.practice_key,
        patient.visit_date,
        patient.cohort,
        indicators.indicator,
        any_value(patient.later_date) <= getvariable('as_of') as is_over,
        count(*) filter (point = 'baseline') as n_baseline,
        count(*) filter (point = 'baseline' and event.event_date <= visit_date) as n_then,
        count(*) filter (point = 'baseline' and is_here_later) as n_baseline_later,
        count(*) filter (point = 'baseline' and is_here_later and event.event_date <= later_date) as n_later,
        count(*) filter (point = 'later') as n_next,
        count(*) filter (point = 'later' and event.event_date <= later_date) as n_next_met
    from site_visit_cohort as patient
    join indicators
        on indicators.cohort = patient.cohort
        and cql_add_months(patient.birth_date, indicators.min_age_months) <= patient.cohort_date
    left join site_visit_event as event
        on event.person_key = patient.person_key
        and event.cohort = patient.cohort
        and event.indicator = indicators.indicator
    group by patient.practice_key, patient.visit_date, patient.cohort, indicators.indicator
)

select
    practice_key,
    visit_date,
    cohort,
    indicator,
    cast(n_baseline as bigint) as n_baseline,
    n_then / nullif(n_baseline, 0) as rate_at_visit,
    case when is_over then n_later / nullif(n_baseline_later, 0) end as rate_same_later,
    case when is_over then cast(n_next as bigint) end as n_next,
    case when is_over then n_next_met / nullif(n_next, 0) end as rate_next,
    case when is_over then n_later / nullif(n_baseline_later, 0) - n_then / nullif(n_baseline, 0) end as change
from counted
order by practice_key, visit_date, cohort, indicator
