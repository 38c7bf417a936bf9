-- title:    When persons reached a dose count, a series or a count of the national survey, by number
-- grain:    one person and coverage indicator reached
-- source:   fct_dose_evaluation Valid, codes coverage_rule, coverage_nis_event
-- database: scratch
-- definition: coverage_event with the number of the indicator in place of its name.
-- nulls:    none

with valid as (
    select person_key, antigen, distinct_days(admin_date) as days
    from fct_dose_evaluation
    where status = 'Valid'
        and person_key in (select person_key from coverage_person)
    group by person_key, antigen
),

rules as (
    select
        listed.indicator_key,
        rule.antigen,
        cast(rule.n_doses as integer) as n_doses,
        rule.in_series_4313314 = '1' as in_series,
        count(*) over (partition by listed.indicator_key) as n_antigens
    from code_coverage_rule as rule
    join coverage_indicator as listed using (indicator)
),

nth as (
    select
        valid.person_key,
        rules.indicator_key,
        rules.in_series,
        rules.n_antigens,
        valid.days[rules.n_doses] as event_date
    from valid
    join rules on rules.antigen = valid.antigen and len(valid.days) >= rules.n_doses
),

reached as (
    select person_key, indicator_key, in_series, event_date
    from nth
    where n_antigens = 1
    union all
    select person_key, indicator_key, any_value(in_series), max(event_date)
    from nth
    where n_antigens > 1
    group by person_key, indicator_key, n_antigens
    having count(*) = n_antigens
)

select person_key, indicator_key, event_date
from reached
union all
select reached.person_key, any_value(series.indicator_key), max(reached.event_date)
from reached
cross join (select indicator_key from coverage_indicator where indicator = 'series_4313314') as series
where reached.in_series
group by reached.person_key
having count(*) = (select count(distinct indicator) from code_coverage_rule where in_series_4313314 = '1')
union all
select person_key, indicator_key, event_date
from coverage_nis_event
