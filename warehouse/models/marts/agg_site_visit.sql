-- title:    Site visits: the cohorts of the visit, then and twelve months later
-- grain:    one visit, cohort and indicator
-- source:   site_visit_cohort, site_visit_event, coverage_indicator, codes practice_antigen
-- definition: The frozen baseline is every child of 24 to 35 months, or adolescent of 13 to 17 years, who was an active patient of the
--           site and lived in the jurisdiction on the day of the visit. Followed are those of them who are alive and in the
--           jurisdiction twelve months later, patients here or elsewhere; n_gone have died or left it, n_left are among the followed
--           and no longer active patients of the site. change is the share of the followed who reached the indicator in these twelve
--           months: what was reached is not lost, so later rate less earlier rate of the same persons; its interval is Wilson's.
--           The cohort of the later day stands beside it (next): those of the age who are active patients then. A second dose of
--           meningococcal vaccine is asked of those who are 16 on the day that makes the cohort.
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

-- Who is asked is the same for all indicators of one age.
asked as (
    select
        patient.practice_key,
        patient.visit_date,
        patient.cohort,
        ages.min_age_months,
        bool_and(patient.later_date <= getvariable('as_of')) as is_over,
        count(*) filter (point = 'baseline') as n_baseline,
        count(*) filter (point = 'baseline' and is_here_later) as n_followed,
        count(*) filter (point = 'baseline' and is_here_later and not is_patient_later) as n_left,
        count(*) filter (point = 'later') as n_next
    from site_visit_cohort as patient
    join (select distinct cohort, min_age_months from indicators) as ages
        on ages.cohort = patient.cohort
        and cql_add_months(patient.birth_date, ages.min_age_months) <= patient.cohort_date
    group by patient.practice_key, patient.visit_date, patient.cohort, ages.min_age_months
),

met as (
    select
        patient.practice_key,
        patient.visit_date,
        patient.cohort,
        event.indicator,
        count(*) filter (point = 'baseline' and event.event_date <= visit_date) as n_met,
        count(*) filter (point = 'baseline' and is_here_later and event.event_date <= visit_date) as n_followed_met_then,
        count(*) filter (point = 'baseline' and is_here_later) as n_followed_met,
        count(*) filter (point = 'later') as n_next_met
    from site_visit_cohort as patient
    join site_visit_event as event
        on event.person_key = patient.person_key
        and event.cohort = patient.cohort
        and event.event_date <= patient.later_date
    join indicators
        on indicators.cohort = patient.cohort
        and indicators.indicator = event.indicator
        and cql_add_months(patient.birth_date, indicators.min_age_months) <= patient.cohort_date
    group by patient.practice_key, patient.visit_date, patient.cohort, event.indicator
),

counted as (
    select
        asked.practice_key,
        asked.visit_date,
        asked.cohort,
        indicators.indicator,
        asked.n_baseline,
        coalesce(met.n_met, 0) as n_met,
        case when asked.is_over then asked.n_baseline - asked.n_followed end as n_gone,
        case when asked.is_over then asked.n_left end as n_left,
        case when asked.is_over then asked.n_followed end as n_followed,
        case when asked.is_over then coalesce(met.n_followed_met_then, 0) end as n_followed_met_then,
        case when asked.is_over then coalesce(met.n_followed_met, 0) end as n_followed_met,
        case when asked.is_over then asked.n_next end as n_next,
        case when asked.is_over then coalesce(met.n_next_met, 0) end as n_next_met
    from asked
    join indicators using (cohort, min_age_months)
    left join met
        on met.practice_key = asked.practice_key
        and met.visit_date = asked.visit_date
        and met.cohort = asked.cohort
        and met.indicator = indicators.indicator
)

select
    practice_key,
    visit_date,
    cohort,
    indicator,
    n_baseline,
    n_met,
    n_gone,
    n_left,
    n_followed,
    n_followed_met_then,
    n_followed_met,
    n_next,
    n_next_met,
    n_met / nullif(n_baseline, 0) as rate_at_visit,
    n_followed_met / nullif(n_followed, 0) as rate_followed,
    n_next_met / nullif(n_next, 0) as rate_next,
    (n_followed_met - n_followed_met_then) / nullif(n_followed, 0) as change,
    wilson_low(n_followed_met - n_followed_met_then, n_followed) as change_low,
    wilson_high(n_followed_met - n_followed_met_then, n_followed) as change_high
from counted
order by practice_key, visit_date, cohort, indicator
