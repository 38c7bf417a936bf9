-- title:    School-entry immunization by school year
-- grain:    one school year, grade, indicator and county (or state)
-- source:   school_result; fct_dose refusals, fct_observation and fct_forecast by codes school_reason and school_refusal
-- definition: Children of the grade's age on the cutoff day who lived in the jurisdiction on the day of assessment (or as-of), by the
--           county of that day, of the last three school years, and those of them up to date on it by valid doses. A shorter series is enough when its last dose is
--           at or after the age that the rule names; some rules want the last dose of any series so, and some let a recorded
--           history of disease stand. Rules are those of the state where it has rows, else the default set: rules_of is the state or
--           'default'; all is every rule of the grade. Who is not up to date is counted under the first reason on record by the day, of
--           the rule (of all: of any rule not met): medical (a contraindication is on record and the vaccine is contraindicated
--           today), religious (refused for it), other refusal (a parent's or patient's decision, other, no reason told), else
--           without reason; these four and up to date are all children. A reason is what a sender told, not an exemption that a school
--           holds; a philosophical exemption cannot be told from another decision of the parents, as HL7 table NIP002 has no code for it.
--           is_complete: the day of assessment has come.
-- nulls:    a kind of reason is null where it cannot be ascertained: n_medical where the registry holds no contraindication of anybody,
--           n_religious where no refusal tells its reason, n_other_refusal where it holds no refusal; those are without reason then

with rules_of as (
    select min(state_fips) as state_fips
    from code_school_rule
    where state_fips in (select state_fips from dim_jurisdiction)
),

refusals as (
    select dose.person_key, dose.cvx, dose.admin_date as told_date, coalesce(listed.kind, 'other') as kind, dose.refusal_reason
    from fct_dose as dose
    left join code_school_refusal as listed on listed.refusal_reason = dose.refusal_reason
    where dose.kind = 'refusal'
),

contraindications as (
    select person_key, min(observed_date) as told_date
    from fct_observation
    where kind = 'contraindication' and observed_date is not null
        and coalesce(lower(value_text), '') not in ('refuted', 'entered-in-error')
    group by person_key
),

ascertained as (
    select
        exists (select 1 from contraindications) as has_medical,
        exists (select 1 from refusals where refusal_reason is not null) as has_religious,
        exists (select 1 from refusals) as has_refusal
),

told as (
    select refusals.person_key, listed.indicator, case refusals.kind when 'religious' then 2 else 3 end as place, min(refusals.told_date) as told_date
    from refusals
    join dim_vaccine_group as vaccine using (cvx)
    join code_school_reason as listed on listed.refusal_group = vaccine.vaccine_group
    group by all
    union all
    select distinct contraindications.person_key, listed.indicator, 1, contraindications.told_date
    from contraindications
    join fct_forecast as forecast on forecast.person_key = contraindications.person_key and forecast.status = 'Contraindicated'
    join code_school_reason as listed on listed.forecast_group = forecast.vaccine_group
),

reasons as (
    select result.person_key, result.grade, result.year, result.indicator, min(told.place) as place
    from school_result as result
    join told
        on told.person_key = result.person_key
        and told.indicator = result.indicator
        and told.told_date <= result.assessed_date
    where not result.is_up_to_date
    group by result.person_key, result.grade, result.year, result.indicator
),

results as (
    select result.*, reasons.place
    from school_result as result
    left join reasons using (person_key, grade, year, indicator)
),

with_all as (
    select person_key, grade, year, county, is_complete, indicator, is_up_to_date, place from results
    union all
    select person_key, grade, year, any_value(county), any_value(is_complete), 'all', bool_and(is_up_to_date), min(place)
    from results
    group by person_key, grade, year
)

select
    year || '-' || right(cast(year + 1 as varchar), 2) as school_year,
    grade,
    indicator,
    case when grouping(county) = 0 then county else 'state' end as county_fips,
    cast(count(*) as bigint) as n_children,
    cast(count(*) filter (is_up_to_date) as bigint) as n_up_to_date,
    case when any_value(has_medical) then cast(count(*) filter (place = 1) as bigint) end as n_medical,
    case when any_value(has_religious) then cast(count(*) filter (place = 2) as bigint) end as n_religious,
    case when any_value(has_refusal) then cast(count(*) filter (place = 3) as bigint) end as n_other_refusal,
    cast(count(*) filter (not is_up_to_date and place is null) as bigint) as n_without_reason,
    count(*) filter (is_up_to_date) / count(*) as rate,
    bool_and(is_complete) as is_complete,
    coalesce(any_value(rules_of.state_fips), 'default') as rules_of
from with_all
cross join rules_of
cross join ascertained
group by grouping sets ((year, grade, indicator, county), (year, grade, indicator))
order by school_year, grade, indicator, county_fips
