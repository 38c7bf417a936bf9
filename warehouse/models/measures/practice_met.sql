-- title:    When patients of a practice were up to date with each antigen
-- grain:    one patient at a practice and indicator
-- source:   practice_dose; fct_forecast Complete where the algorithm needs fewer doses; person_finding by parameter
-- nulls:    none

with rules as (
    select
        indicator,
        any_value(vaccine_group) as vaccine_group,
        any_value(fewer_when_complete) = '1' as fewer_when_complete,
        count(*) as n_antigens
    from code_practice_antigen
    where getvariable('measure') = 'practice_' || cohort
    group by indicator
),

by_count as (
    select dose.unit_key, dose.indicator, max(dose.counted_days[dose.n_doses]) as met_date
    from practice_dose as dose
    join rules using (indicator)
    where len(dose.counted_days) >= dose.n_doses
    group by dose.unit_key, dose.indicator, rules.n_antigens
    having count(*) = rules.n_antigens
),

-- The algorithm calls a series complete with fewer doses, as after a late start; its last counted day completed it.
by_forecast as (
    select dose.unit_key, dose.indicator, max(dose.counted_days[-1]) as met_date
    from practice_dose as dose
    join rules on rules.indicator = dose.indicator and rules.fewer_when_complete
    join practice_person as person using (unit_key)
    join fct_forecast as forecast
        on forecast.person_key = person.person_key
        and forecast.vaccine_group = rules.vaccine_group
        and forecast.status = 'Complete'
    where len(dose.counted_days) > 0 and getvariable('period_end') = getvariable('as_of')
    group by dose.unit_key, dose.indicator
),

by_history as (
    select person.unit_key, rules.indicator, max(finding.observed_date) as met_date
    from practice_person as person
    join person_finding as finding
        on finding.person_key = person.person_key
        and finding.observed_date <= getvariable('period_end')
        and not finding.is_refuted
    join rules
        on rules.indicator = 'var' and finding.finding_set = 'history_varicella'
        or rules.indicator = 'mmr' and finding.finding_set in ('history_measles', 'history_mumps', 'history_rubella')
    where exists (select 1 from code_practice_parameter where name = 'counts_disease_history' and value = '1')
    group by person.unit_key, rules.indicator
    having count(distinct finding.finding_set) = case when rules.indicator = 'mmr' then 3 else 1 end
)

select unit_key, indicator, min(met_date) as met_date
from (
    select * from by_count
    union all
    select * from by_forecast
    union all
    select * from by_history
)
group by unit_key, indicator
