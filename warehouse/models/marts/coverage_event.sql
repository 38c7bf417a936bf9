-- title:    When persons reached a dose count, a series or a count of the national survey
-- grain:    one person and coverage indicator reached
-- source:   fct_dose_evaluation Valid, codes coverage_rule, coverage_nis_event
-- database: scratch
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
        indicator,
        antigen,
        cast(n_doses as integer) as n_doses,
        in_series_4313314 = '1' as in_series,
        count(*) over (partition by indicator) as n_antigens
    from code_coverage_rule
),

reached as (
    select
        valid.person_key,
        rules.indicator,
        any_value(rules.in_series) as in_series,
        max(valid.days[rules.n_doses]) as event_date
    from valid
    join rules on rules.antigen = valid.antigen and len(valid.days) >= rules.n_doses
    group by valid.person_key, rules.indicator, rules.n_antigens
    having count(*) = rules.n_antigens
)

select person_key, indicator, event_date
from reached
union all
select person_key, 'series_4313314', max(event_date)
from reached
where in_series
group by person_key
having count(*) = (select count(distinct indicator) from code_coverage_rule where in_series_4313314 = '1')
union all
select person_key, indicator, event_date
from coverage_nis_event
