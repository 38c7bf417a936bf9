-- title:    Assessment of patients of a practice
-- grain:    one patient at a practice and indicator
-- source:   practice_progress, practice_missed
-- nulls:    evidence_date is null exactly when the patient is not in the numerator

with wanted as (
    select
        progress.unit_key,
        progress.milestone_date,
        progress.met_date,
        progress.earliest_date <= getvariable('period_end') as is_eligible,
        rule.indicator,
        rule.in_series,
        missed.first_date as missed_date,
        missed.last_visit_date,
        -- One dose short, by the count or by the algorithm where that is content with fewer.
        progress.n_counted >= case
            when coalesce(
                progress.first_day < cql_add_months(progress.birth_date, rule.begun_before_months), rule.begun_before_months is null
            )
                then coalesce(rule.last_dose_after, rule.n_doses - 1)
            else rule.n_doses - 1
        end as is_one_short
    from practice_progress as progress
    join practice_rule as rule using (indicator_key)
    left join practice_missed as missed on missed.unit_key = progress.unit_key and missed.indicator_key = progress.indicator_key
    where progress.is_asked
),

-- One visit away: each missing antigen is one dose short and may be given today. Eligible: some missing antigen may.
series as (
    select
        unit_key,
        any_value(milestone_date) as milestone_date,
        case when count(met_date) = count(*) then max(met_date) end as met_date,
        count(met_date) = count(*) as is_met,
        bool_and(is_one_short and coalesce(is_eligible, false)) filter (met_date is null) as is_one_visit,
        bool_or(coalesce(is_eligible, false)) filter (met_date is null) as is_eligible
    from wanted
    where in_series
    group by unit_key
),

opportunities as (
    select person.unit_key, min(missed.first_date) as first_date, max(missed.last_visit_date) as last_visit_date
    from practice_person as person
    left join practice_missed as missed using (unit_key)
    group by person.unit_key
)

select unit_key, indicator, 1 as in_denominator, met_date as evidence_date
from wanted
union all
select unit_key, indicator || '_by_milestone', 1, case when met_date <= milestone_date then met_date end
from wanted
union all
select unit_key, indicator || '_missed', 1, missed_date
from wanted
union all
-- Among those not up to date: the last visit was a missed opportunity for the antigen.
select unit_key, indicator || '_missed_on_last_visit', 1, last_visit_date
from wanted
where met_date is null
union all
select unit_key, 'series', 1, met_date from series
union all
select unit_key, 'series_by_milestone', 1, case when met_date <= milestone_date then met_date end from series
union all
select unit_key, 'series_one_visit_away', 1, case when is_one_visit then getvariable('period_end') end
from series
where not is_met
union all
select unit_key, 'series_eligible_today', 1, case when is_eligible then getvariable('period_end') end
from series
where not is_met
union all
select unit_key, 'missed_opportunity', 1, first_date from opportunities
union all
select unit_key, 'missed_opportunity_on_last_visit', 1, last_visit_date from opportunities
