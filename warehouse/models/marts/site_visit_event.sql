-- title:    When patients of a visited site reached what the visit looks at
-- grain:    one cohort, person and indicator reached
-- source:   coverage_event; fct_dose_evaluation Valid and fct_forecast Complete by codes practice_antigen
-- database: scratch
-- definition: Children by the indicators of coverage. Adolescents by those of practice assessment: the nth valid day, or the last one
--           where the algorithm calls a series complete with fewer. Valid doses alone count, not disease, serology or refusals.
-- nulls:    none

with persons as (
    select distinct person_key, birth_date
    from site_visit_cohort
    where cohort = 'adolescent'
),

rules as (
    select
        indicator,
        antigen,
        vaccine_group,
        cast(n_doses as integer) as n_doses,
        in_series = '1' as in_series,
        fewer_when_complete = '1' as fewer_when_complete,
        coalesce(try_cast(from_months as integer), 0) as from_months,
        count(*) over (partition by indicator) as n_antigens
    from code_practice_antigen
    where cohort = 'adolescent'
),

given as (
    select
        persons.person_key,
        rules.indicator,
        rules.antigen,
        list_sort(list_distinct(list(dose.admin_date))) as days
    from persons
    join fct_dose_evaluation as dose on dose.person_key = persons.person_key and dose.status = 'Valid'
    join rules
        on rules.antigen = dose.antigen
        and dose.admin_date >= cql_add_months(persons.birth_date, rules.from_months)
    group by persons.person_key, rules.indicator, rules.antigen
),

by_count as (
    select given.person_key, given.indicator, max(given.days[rules.n_doses]) as event_date
    from given
    join rules on rules.indicator = given.indicator and rules.antigen = given.antigen and len(given.days) >= rules.n_doses
    group by given.person_key, given.indicator, rules.n_antigens
    having count(*) = rules.n_antigens
),

by_forecast as (
    select given.person_key, given.indicator, max(given.days[-1]) as event_date
    from given
    join rules on rules.indicator = given.indicator and rules.antigen = given.antigen and rules.fewer_when_complete
    join fct_forecast as forecast
        on forecast.person_key = given.person_key
        and forecast.vaccine_group = rules.vaccine_group
        and forecast.status = 'Complete'
    group by given.person_key, given.indicator
),

reached as (
    select person_key, indicator, min(event_date) as event_date
    from (select * from by_count union all select * from by_forecast)
    group by person_key, indicator
)

select 'adolescent' as cohort, person_key, indicator, event_date
from reached
union all
select 'adolescent', person_key, 'series', max(event_date)
from reached
where indicator in (select indicator from rules where in_series)
group by person_key
having count(*) = (select count(distinct indicator) from rules where in_series)
union all
select 'childhood', person_key, indicator, event_date
from coverage_event
where person_key in (select person_key from site_visit_cohort where cohort = 'childhood')
