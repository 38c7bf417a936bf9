-- title:    Assessment of patients of a practice
-- grain:    one patient at a practice and indicator
-- source:   practice_met, practice_missed, practice_dose, fct_forecast
-- nulls:    evidence_date is null exactly when the patient is not in the numerator

with wanted as (
    select
        person.unit_key,
        person.person_key,
        person.birth_date,
        person.milestone_date,
        rule.indicator,
        rule.vaccine_group,
        rule.n_doses,
        rule.in_series,
        rule.last_dose_after,
        rule.begun_before_months,
        met.met_date
    from practice_person as person
    join (
        select
            cohort,
            indicator,
            any_value(vaccine_group) as vaccine_group,
            any_value(cast(n_doses as integer)) as n_doses,
            any_value(in_series) = '1' as in_series,
            any_value(try_cast(last_dose_after as integer)) as last_dose_after,
            any_value(try_cast(last_dose_begun_before_months as integer)) as begun_before_months,
            any_value(coalesce(try_cast(min_age_months as integer), 0)) as min_age_months
        from code_practice_antigen
        group by cohort, indicator
    ) as rule
        on rule.cohort = person.cohort
        and cql_add_months(person.birth_date, rule.min_age_months) <= getvariable('period_end')
    left join practice_met as met on met.unit_key = person.unit_key and met.indicator = rule.indicator
),

series as (
    select
        unit_key,
        case when count(met_date) = count(*) then max(met_date) end as met_date,
        any_value(milestone_date) as milestone_date
    from wanted
    where in_series
    group by unit_key
),

-- Each missing antigen is one dose short, by the count or by the algorithm where that is content with fewer, and may be given
-- today; or some missing antigen may.
one_visit as (
    select
        wanted.unit_key,
        bool_and(
            coalesce(history.n_counted, 0) >= case
                when coalesce(history.first_day < cql_add_months(wanted.birth_date, wanted.begun_before_months), wanted.begun_before_months is null)
                    then coalesce(wanted.last_dose_after, wanted.n_doses - 1)
                else wanted.n_doses - 1
            end
            and coalesce(forecast.earliest_date <= getvariable('period_end'), false)
        ) as is_one_visit,
        bool_or(coalesce(forecast.earliest_date <= getvariable('period_end'), false)) as is_eligible
    from wanted
    left join (
        select unit_key, indicator, min(len(counted_days)) as n_counted, min(counted_days[1]) as first_day
        from practice_dose
        group by unit_key, indicator
    ) as history on history.unit_key = wanted.unit_key and history.indicator = wanted.indicator
    left join (
        select person_key, vaccine_group, min(earliest_date) as earliest_date
        from fct_forecast
        where status = 'Not Complete'
        group by person_key, vaccine_group
    ) as forecast on forecast.person_key = wanted.person_key and forecast.vaccine_group = wanted.vaccine_group
    where wanted.in_series and wanted.met_date is null
    group by wanted.unit_key
)

select unit_key, indicator, 1 as in_denominator, met_date as evidence_date
from wanted
union all
select unit_key, indicator || '_by_milestone', 1, case when met_date <= milestone_date then met_date end
from wanted
union all
select unit_key, 'series', 1, met_date from series
union all
select unit_key, 'series_by_milestone', 1, case when met_date <= milestone_date then met_date end from series
union all
select unit_key, 'series_one_visit_away', 1, case when is_one_visit then getvariable('period_end') end from one_visit
union all
select unit_key, 'series_eligible_today', 1, case when is_eligible then getvariable('period_end') end from one_visit
union all
select person.unit_key, 'missed_opportunity', 1, min(missed.visit_date)
from practice_person as person
left join practice_missed as missed using (unit_key)
group by person.unit_key
union all
select person.unit_key, 'missed_opportunity_on_last_visit', 1, max(missed.visit_date) filter (missed.is_last_visit)
from practice_person as person
left join practice_missed as missed using (unit_key)
group by person.unit_key
union all
select wanted.unit_key, wanted.indicator || '_missed', 1, min(missed.visit_date)
from wanted
left join practice_missed as missed on missed.unit_key = wanted.unit_key and missed.indicator = wanted.indicator
group by wanted.unit_key, wanted.indicator
union all
-- Among those not up to date: the last visit was a missed opportunity for the antigen.
select wanted.unit_key, wanted.indicator || '_missed_on_last_visit', 1, max(missed.visit_date)
from wanted
left join practice_missed as missed
    on missed.unit_key = wanted.unit_key
    and missed.indicator = wanted.indicator
    and missed.is_last_visit
where wanted.met_date is null
group by wanted.unit_key, wanted.indicator
