-- title:    Days on which patients of a practice had doses of an antigen
-- grain:    one patient at a practice, indicator and antigen; days distinct and in order
-- source:   fct_dose_evaluation; counted are valid doses, or all where the parameter apply_acip is 0
-- nulls:    counted_days is empty where no dose counts

-- Patients are few and doses many: whose a dose is comes first, what it is for second.
with theirs as materialized (
    select person.unit_key, person.birth_date, dose.antigen, dose.admin_date, dose.status
    from practice_person as person
    join fct_dose_evaluation as dose
        on dose.person_key = person.person_key
        and dose.admin_date between person.birth_date and getvariable('period_end')
),

rules as (
    select rule.indicator_key, listed.antigen, try_cast(listed.from_months as integer) as from_months
    from code_practice_antigen as listed
    join practice_rule as rule using (indicator)
    where getvariable('measure') = 'practice_' || listed.cohort
)

select
    theirs.unit_key,
    rules.indicator_key,
    rules.antigen,
    distinct_days(theirs.admin_date) as days,
    coalesce(
        distinct_days(theirs.admin_date) filter (theirs.status = 'Valid' or acip.value = '0'), []
    ) as counted_days
from theirs
join rules
    on rules.antigen = theirs.antigen
    and (rules.from_months is null or theirs.admin_date >= cql_add_months(theirs.birth_date, rules.from_months))
cross join (select value from code_practice_parameter where name = 'apply_acip') as acip
group by theirs.unit_key, rules.indicator_key, rules.antigen
