-- title:    When patients of a practice were up to date with each antigen
-- grain:    one patient at a practice and indicator
-- source:   practice_dose; fct_forecast Complete where the algorithm needs fewer doses; person_finding and refusals by parameter
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

-- Disease, serology and refusals count only where their parameter says so.
allowed as (
    select distinct name as parameter from code_practice_parameter where value = '1'
),

histories as (
    select person.unit_key, listed.indicator, listed.alternative, max(finding.observed_date) as met_date
    from practice_person as person
    join person_finding as finding
        on finding.person_key = person.person_key
        and finding.observed_date <= getvariable('period_end')
        and not finding.is_refuted
    join code_practice_history as listed using (finding_set)
    join allowed using (parameter)
    group by person.unit_key, listed.indicator, listed.alternative, listed.n_sets
    having count(distinct finding.finding_set) = cast(listed.n_sets as integer)
),

by_history as (
    select unit_key, indicator, met_date
    from histories
    join rules using (indicator)
),

by_refusal as (
    select person.unit_key, rules.indicator, min(dose.admin_date) as met_date
    from practice_person as person
    join fct_dose as dose
        on dose.person_key = person.person_key
        and dose.kind = 'refusal'
        and dose.admin_date <= getvariable('period_end')
    join code_cvx_group as grouped using (cvx)
    join code_practice_refusal as listed using (vaccine_group)
    join rules on rules.indicator = listed.indicator
    where 'counts_refusals' in (select parameter from allowed)
    group by person.unit_key, rules.indicator
)

select unit_key, indicator, min(met_date) as met_date
from (
    select * from by_count
    union all
    select * from by_forecast
    union all
    select * from by_history
    union all
    select * from by_refusal
)
group by unit_key, indicator
