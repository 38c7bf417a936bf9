-- title:    When patients of a practice were up to date with what they are asked for
-- grain:    one patient at a practice and indicator
-- source:   practice_dose; practice_forecast where the algorithm needs fewer doses; person_finding and refusals by parameter
-- nulls:    none

with by_count as (
    select dose.unit_key, dose.indicator_key, max(dose.counted_days[rule.n_doses]) as met_date
    from practice_dose as dose
    join practice_rule as rule using (indicator_key)
    where len(dose.counted_days) >= rule.n_doses
    group by dose.unit_key, dose.indicator_key, rule.n_antigens
    having count(*) = rule.n_antigens
),

-- The algorithm calls a series complete with fewer doses, as after a late start; its last counted day completed it.
by_forecast as (
    select dose.unit_key, dose.indicator_key, max(dose.counted_days[-1]) as met_date
    from practice_dose as dose
    join practice_rule as rule on rule.indicator_key = dose.indicator_key and rule.fewer_when_complete
    join practice_forecast as forecast
        on forecast.unit_key = dose.unit_key
        and forecast.indicator_key = dose.indicator_key
        and forecast.is_complete
    where len(dose.counted_days) > 0 and getvariable('period_end') = getvariable('as_of')
    group by dose.unit_key, dose.indicator_key
),

-- Disease, serology and refusals count only where their parameter says so.
allowed as (
    select distinct name as parameter from code_practice_parameter where value = '1'
),

by_history as (
    select person.unit_key, rule.indicator_key, max(finding.observed_date) as met_date
    from practice_person as person
    join person_finding as finding
        on finding.person_key = person.person_key
        and finding.observed_date <= getvariable('period_end')
        and not finding.is_refuted
    join code_practice_history as listed using (finding_set)
    join allowed using (parameter)
    join practice_rule as rule using (indicator)
    group by person.unit_key, rule.indicator_key, listed.alternative, listed.n_sets
    having count(distinct finding.finding_set) = cast(listed.n_sets as integer)
),

by_refusal as (
    select person.unit_key, rule.indicator_key, min(dose.admin_date) as met_date
    from practice_person as person
    join fct_dose as dose
        on dose.person_key = person.person_key
        and dose.kind = 'refusal'
        and dose.admin_date <= getvariable('period_end')
    join code_cvx_group as grouped using (cvx)
    join code_practice_refusal as listed using (vaccine_group)
    join practice_rule as rule using (indicator)
    where 'counts_refusals' in (select parameter from allowed)
    group by person.unit_key, rule.indicator_key
)

select unit_key, indicator_key, min(met_date) as met_date
from (
    select * from by_count
    union all
    select * from by_forecast
    union all
    select * from by_history
    union all
    select * from by_refusal
)
group by unit_key, indicator_key
