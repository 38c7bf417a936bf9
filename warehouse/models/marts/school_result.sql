-- title:    Children at school entry by rule
-- grain:    one child, school year, grade and rule of the grade
-- source:   coverage_person, person_move, coverage_finding, fct_dose_evaluation Valid, codes school_rule and school_grade
-- database: scratch
-- definition: Children of the grade's age on the cutoff day who lived in the jurisdiction on the day of assessment (or as-of), of the
--           last three school years, and whether they meet the rule on it by valid doses. A shorter series is enough when its last
--           dose is at or after the age that the rule names; some rules want the last dose of any series so, and some let a recorded
--           history of disease stand. county is that of the day.
-- nulls:    none

with rules_of as (
    select min(state_fips) as state_fips
    from code_school_rule
    where state_fips in (select state_fips from dim_jurisdiction)
),

rules as (
    select
        grade,
        indicator,
        antigen,
        cast(n_doses as integer) as n_doses,
        try_cast(n_doses_short as integer) as n_short,
        try_cast(short_from_months as integer) as short_from_months,
        try_cast(last_from_months as integer) as last_from_months,
        cast(from_months as integer) as from_months,
        history_set
    from code_school_rule
    where coalesce(state_fips, '') = coalesce((select state_fips from rules_of), '')
),

grades as (
    select
        person.person_key,
        person.birth_date,
        person.county,
        person.is_resident,
        grade.grade,
        entry.year,
        least(cast(entry.year || '-' || grade.assessed_month_day as date), getvariable('as_of')) as assessed_date,
        cast(entry.year || '-' || grade.assessed_month_day as date) <= getvariable('as_of') as is_complete
    from coverage_person as person
    cross join code_school_grade as grade
    cross join range(year(getvariable('as_of')) - 2, year(getvariable('as_of')) + 1) as entry (year)
    where cast(entry.year || '-' || grade.cutoff_month_day as date) <= getvariable('as_of')
        and cql_age_months(person.birth_date, cast(entry.year || '-' || grade.cutoff_month_day as date)) // 12
            = cast(grade.age_years as integer)
        and person.followed_to >= least(cast(entry.year || '-' || grade.assessed_month_day as date), getvariable('as_of'))
),

-- Where they lived on the day; on as-of today's residence holds.
children as (
    select grades.* replace (coalesce(home.county_fips, grades.county) as county)
    from grades
    left join person_move as home
        on home.person_key = case when grades.assessed_date < getvariable('as_of') then grades.person_key end
        and grades.assessed_date between home.from_date and home.to_date
    where case when grades.assessed_date < getvariable('as_of') then coalesce(home.county_fips, '') <> 'out_of_state' else grades.is_resident end
),

days as (
    select
        children.person_key,
        children.grade,
        children.year,
        rules.indicator,
        rules.antigen,
        distinct_days(dose.admin_date) as days
    from children
    join rules using (grade)
    join fct_dose_evaluation as dose
        on dose.person_key = children.person_key
        and dose.antigen = rules.antigen
        and dose.status = 'Valid'
        and dose.admin_date <= children.assessed_date
        and dose.admin_date >= cql_add_months(children.birth_date, rules.from_months)
    group by children.person_key, children.grade, children.year, rules.indicator, rules.antigen
)

-- All antigens of a rule are needed.
select
    children.person_key,
    children.grade,
    children.year,
    any_value(children.county) as county,
    rules.indicator,
    any_value(children.assessed_date) as assessed_date,
    any_value(children.is_complete) as is_complete,
    bool_and(coalesce(
        len(days.days) >= rules.n_doses
        and coalesce(days.days[-1] >= cql_add_months(children.birth_date, rules.last_from_months), rules.last_from_months is null)
        or coalesce(
            len(days.days) >= rules.n_short
            and days.days[-1] >= cql_add_months(children.birth_date, rules.short_from_months),
            false
        ),
        false
    ) or coalesce(history.found_date <= children.assessed_date, false)) as is_up_to_date
from children
join rules using (grade)
left join days
    on days.person_key = children.person_key
    and days.grade = children.grade
    and days.year = children.year
    and days.indicator = rules.indicator
    and days.antigen = rules.antigen
left join coverage_finding as history
    on history.person_key = children.person_key
    and history.finding_set = rules.history_set
group by children.person_key, children.grade, children.year, rules.indicator
