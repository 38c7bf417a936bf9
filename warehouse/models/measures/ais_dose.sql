-- title:    Days on which an adult had a dose that a rule of the adult measure counts
-- grain:    one person, indicator and path; days distinct and in order, both ends of the window included; the first day alone
--           where one dose is enough
-- source:   fct_dose of those in rule_unit, codes ais_rule and value_set
-- nulls:    none

with rules as (
    select
        rule.indicator,
        rule.path,
        set_cvx.cvx,
        cast(rule.n_doses as integer) as n_doses,
        coalesce(try_cast(rule.days_apart as integer), 0) as days_apart,
        coalesce(
            try_cast(rule.from_date as date),
            cast((year(getvariable('period_end')) + try_cast(rule.from_offset as integer)) || '-' || rule.from_month_day as date)
        ) as from_date,
        try_cast(rule.from_birthday as integer) as from_birthday,
        try_cast(rule.before_birthday as integer) as before_birthday,
        cast((year(getvariable('period_end')) + cast(rule.to_offset as integer)) || '-' || rule.to_month_day as date) as to_date
    from code_ais_rule as rule
    join value_set_cvx as set_cvx on set_cvx.value_set = rule.value_set
    where rule.version = (select version from measure_version_in_force where measure = 'ais')
        and cast(rule.from_year as integer) <= year(getvariable('period_end'))
        and coalesce(try_cast(rule.to_year as integer), 9999) >= year(getvariable('period_end'))
),

adults as (
    select person_key, birth_date
    from dim_person
    where person_key in (select person_key from rule_unit)
),

-- Adults have few of all doses: whose a dose is comes first, what it counts for second.
theirs as materialized (
    select dose.person_key, adults.birth_date, dose.cvx, dose.admin_date
    from adults
    join fct_dose as dose on dose.person_key = adults.person_key and dose.is_completed
),

counted as (
    select theirs.person_key, rules.indicator, rules.path, rules.n_doses, rules.days_apart, theirs.admin_date
    from theirs
    join rules
        on rules.cvx = theirs.cvx
        and theirs.admin_date <= rules.to_date
        and theirs.admin_date >= coalesce(rules.from_date, cql_add_months(theirs.birth_date, 12 * rules.from_birthday))
        and (
            rules.before_birthday is null
            or theirs.admin_date < cql_add_months(theirs.birth_date, 12 * rules.before_birthday)
        )
)

-- One dose is enough for most rules: the first day says all.
select person_key, indicator, path, n_doses, days_apart, [min(admin_date)] as days
from counted
where n_doses = 1
group by person_key, indicator, path, n_doses, days_apart
union all
select person_key, indicator, path, n_doses, days_apart, list_sort(list(distinct admin_date))
from counted
where n_doses > 1
group by person_key, indicator, path, n_doses, days_apart
