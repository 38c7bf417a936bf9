-- title:    What the schedule's algorithm says of what patients of a practice are asked for
-- grain:    one patient at a practice and indicator
-- source:   fct_forecast
-- nulls:    earliest_date is null where no dose is wanted

select
    person.unit_key,
    rule.indicator_key,
    bool_or(told.status = 'Complete') as is_complete,
    bool_or(told.status in ('Contraindicated', 'Immune')) as is_barred,
    min(told.earliest_date) filter (told.status = 'Not Complete') as earliest_date
from practice_person as person
join fct_forecast as told using (person_key)
join practice_rule as rule on rule.vaccine_group = told.vaccine_group
group by person.unit_key, rule.indicator_key
