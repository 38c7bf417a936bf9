-- title:    Days on which patients of a practice had doses of an antigen
-- grain:    one patient at a practice, indicator and antigen; days distinct and in order
-- source:   fct_dose_evaluation; counted are valid doses, or all where the parameter apply_acip is 0
-- nulls:    counted_days is empty where no dose counts

select
    person.unit_key,
    rule.indicator,
    rule.antigen,
    any_value(cast(rule.n_doses as integer)) as n_doses,
    distinct_days(dose.admin_date) as days,
    coalesce(
        distinct_days(dose.admin_date) filter (dose.status = 'Valid' or acip.value = '0'), []
    ) as counted_days
from practice_person as person
join code_practice_antigen as rule on rule.cohort = person.cohort
join fct_dose_evaluation as dose
    on dose.person_key = person.person_key
    and dose.antigen = rule.antigen
    and dose.admin_date <= getvariable('period_end')
    and dose.admin_date >= cql_add_months(person.birth_date, coalesce(try_cast(rule.from_months as integer), 0))
cross join (select value from code_practice_parameter where name = 'apply_acip') as acip
group by person.unit_key, rule.indicator, rule.antigen
