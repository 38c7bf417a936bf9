-- title:    What patients of a practice have had of what they are asked for, and what is still to come
-- grain:    one patient at a practice and indicator, all patients with all indicators of their cohort
-- source:   practice_dose, practice_met, practice_forecast
-- nulls:    first_day is null where no dose counts; met_date where not up to date; earliest_date where the algorithm wants nothing

with one_antigen as (
    select dose.unit_key, dose.indicator_key, dose.days, dose.counted_days, len(dose.counted_days) as n_counted, dose.counted_days[1] as first_day
    from practice_dose as dose
    join practice_rule as rule on rule.indicator_key = dose.indicator_key and rule.n_antigens = 1
),

-- One antigen stands for the days of a combined indicator, the least of all for what counts.
combined as (
    select
        dose.unit_key,
        dose.indicator_key,
        arg_min(dose.days, dose.antigen) as days,
        arg_min(dose.counted_days, dose.antigen) as counted_days,
        min(len(dose.counted_days)) as n_counted,
        min(dose.counted_days[1]) as first_day
    from practice_dose as dose
    join practice_rule as rule on rule.indicator_key = dose.indicator_key and rule.n_antigens > 1
    group by dose.unit_key, dose.indicator_key
)

select
    person.unit_key,
    person.person_key,
    person.birth_date,
    person.milestone_date,
    rule.indicator_key,
    coalesce(dose.days, []) as days,
    coalesce(dose.counted_days, []) as counted_days,
    coalesce(dose.n_counted, 0) as n_counted,
    dose.first_day,
    met.met_date,
    coalesce(told.is_barred, false) as is_barred,
    told.earliest_date,
    cql_add_months(person.birth_date, rule.min_age_months) <= getvariable('period_end') as is_asked
from practice_person as person
join practice_rule as rule using (cohort)
left join (select * from one_antigen union all select * from combined) as dose
    on dose.unit_key = person.unit_key and dose.indicator_key = rule.indicator_key
left join practice_met as met on met.unit_key = person.unit_key and met.indicator_key = rule.indicator_key
left join practice_forecast as told on told.unit_key = person.unit_key and told.indicator_key = rule.indicator_key
