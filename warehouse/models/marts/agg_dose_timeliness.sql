-- title:    Timeliness: age at each dose, days late and doses on time by birth cohort and county
-- grain:    one birth year, dose and county (or state)
-- unit:     children; ages and days late in days
-- source:   coverage_person, fct_dose_evaluation Valid, dim_series_age (the schedule of the build), codes timeliness_dose
-- definition: A dose is the valid dose that met a target dose of the child's standard series (codes timeliness_dose: tdap_1 is the first from 10 years
--           on, also one that caught up; hib_4 the booster, also of 3-dose products, which have no hib_3, as 2-dose rotavirus products have no
--           rotavirus_3). Its ages are those of the routine series: minimum age, and recommended maximum, the day before the latest recommended age,
--           which is the day a forecast calls past due. Days late count from the recommended maximum, 0 on or before it. On time: from the minimum age
--           to the parameter timeliness_grace_days after the recommended maximum; early: valid by the schedule's grace before the minimum age. The
--           cohort are children who live here and were followed to the end of that window, so that whether they were on time is settled; who had no
--           such dose is in n_cohort alone. on_time_rate is over doses given, cohort_on_time_rate over the cohort. Birth years: the newest seven that
--           have reached the window; is_complete: the youngest of the year have. Quartiles are interpolated. Doses recommended by interval alone (2nd
--           hepatitis A, 2nd HPV) or without a recommended maximum (1st rotavirus) are left out.
-- nulls:    quartiles and on_time_rate are null where no child has the dose

with terms as (
    select max(cast(value as integer)) filter (name = 'timeliness_grace_days') as grace_days
    from code_program_parameter
),

doses as (
    select
        cast(row_number() over (order by listed.dose) as integer) as dose_key,
        listed.dose,
        ages.min_months,
        ages.min_days,
        ages.latest_months,
        ages.latest_days
    from code_timeliness_dose as listed
    join dim_series_age as ages
        on ages.series = listed.series and ages.antigen = listed.antigen and ages.dose_number = cast(listed.target_dose as integer)
    where listed.is_routine = '1'
),

-- A series that the table does not name counts as the routine one of its antigen, dose by dose.
targets as (
    select distinct ages.series, ages.antigen, cast(listed.target_dose as integer) as target_dose, cast(listed.from_months as integer) as from_months, doses.dose_key
    from dim_series_age as ages
    join code_timeliness_dose as listed on listed.antigen = ages.antigen and case
        when ages.series in (select series from code_timeliness_dose) then listed.series = ages.series
        else listed.series in (select series from code_timeliness_dose where is_routine = '1')
    end
    join doses using (dose)
    where ages.series_type = 'Standard'
),

persons as (
    select person_key, birth_date, birth_year, county, followed_to from coverage_person where is_resident
),

windows as (
    select
        births.birth_date,
        year(births.birth_date) as birth_year,
        doses.dose_key,
        cdsi_add_months(births.birth_date, doses.min_months) + doses.min_days as min_date,
        cdsi_add_months(births.birth_date, doses.latest_months) + doses.latest_days - 1 as max_date,
        max_date + terms.grace_days as end_date,
        cdsi_add_months(make_date(year(births.birth_date), 12, 31), doses.latest_months) + doses.latest_days - 1 + terms.grace_days
            <= getvariable('as_of') as is_complete
    from (select distinct birth_date from persons) as births
    cross join doses
    cross join terms
    where cdsi_add_months(births.birth_date, doses.latest_months) + doses.latest_days - 1 + terms.grace_days <= getvariable('as_of')
    qualify dense_rank() over (partition by doses.dose_key order by year(births.birth_date) desc) <= 7
),

sizes as (
    select
        windows.birth_year,
        windows.dose_key,
        coalesce(persons.county, 'state') as county_fips,
        bool_and(windows.is_complete) as is_complete,
        count(*) as n_cohort
    from persons
    join windows on windows.birth_date = persons.birth_date and windows.end_date <= persons.followed_to
    group by grouping sets ((windows.birth_year, windows.dose_key, persons.county), (windows.birth_year, windows.dose_key))
),

-- The target doses first: they leave half of what is valid, by numbers alone.
told as materialized (
    select evaluated.person_key, evaluated.admin_date, targets.dose_key, targets.from_months
    from fct_dose_evaluation as evaluated
    join targets using (series, antigen, target_dose)
    where evaluated.status = 'Valid'
),

given as (
    select persons.person_key, told.dose_key, min(told.admin_date) as admin_date
    from told
    join persons using (person_key)
    join (select distinct dose_key, birth_year from windows) as wanted using (dose_key, birth_year)
    where told.from_months is null or told.admin_date >= cdsi_add_months(persons.birth_date, told.from_months)
    group by persons.person_key, told.dose_key
),

timed as (
    select
        windows.birth_year,
        windows.dose_key,
        persons.county,
        given.admin_date - persons.birth_date as age_days,
        greatest(given.admin_date - windows.max_date, 0) as days_late,
        given.admin_date < windows.min_date as is_early,
        given.admin_date > windows.end_date as is_late
    from given
    join persons using (person_key)
    join windows
        on windows.birth_date = persons.birth_date and windows.dose_key = given.dose_key and windows.end_date <= persons.followed_to
    where given.admin_date <= persons.followed_to
),

counted as (
    select
        birth_year,
        dose_key,
        coalesce(county, 'state') as county_fips,
        count(*) as n_given,
        count(*) filter (is_early) as n_early,
        count(*) filter (is_late) as n_late,
        count(*) filter (days_late = 0) as n_by_maximum,
        quantile_cont(age_days, [0.25, 0.5, 0.75]) as ages,
        quantile_cont(days_late, [0.25, 0.5, 0.75]) as late
    from timed
    group by grouping sets ((birth_year, dose_key, county), (birth_year, dose_key))
)

select
    sizes.birth_year,
    doses.dose,
    sizes.county_fips,
    cast(sizes.n_cohort as bigint) as n_cohort,
    cast(coalesce(counted.n_given, 0) as bigint) as n_given,
    cast(coalesce(counted.n_early, 0) as bigint) as n_early,
    cast(coalesce(counted.n_given - counted.n_early - counted.n_late, 0) as bigint) as n_on_time,
    cast(coalesce(counted.n_late, 0) as bigint) as n_late,
    cast(coalesce(counted.n_by_maximum, 0) as bigint) as n_by_maximum,
    counted.ages[1] as age_days_low,
    counted.ages[2] as age_days_median,
    counted.ages[3] as age_days_high,
    counted.late[1] as days_late_low,
    counted.late[2] as days_late_median,
    counted.late[3] as days_late_high,
    (counted.n_given - counted.n_early - counted.n_late) / counted.n_given as on_time_rate,
    coalesce(counted.n_given - counted.n_early - counted.n_late, 0) / sizes.n_cohort as cohort_on_time_rate,
    sizes.is_complete
from sizes
join doses using (dose_key)
left join counted using (birth_year, dose_key, county_fips)
order by sizes.birth_year, doses.dose, sizes.county_fips
