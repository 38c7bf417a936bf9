-- title:    When children reached the dose counts of the national survey
-- grain:    one person and survey indicator reached
-- source:   fct_dose by vaccine group, codes nis_rule
-- database: scratch
-- definition: Comparable with the National Immunization Survey for children: doses count on distinct days whatever their validity, MMR,
--           varicella and hepatitis A from 12 months. Haemophilus needs three doses when all are PRP-OMP (CVX 49, 51) and four
--           otherwise; rotavirus two when all are of the 2-dose product (CVX 119) and three otherwise, by eight months to
--           the day; influenza two doses 24 days apart; nis_any_1 any dose of the vaccines of childhood, so that the rest had none. The survey asks providers of a sample; this counts what was reported here.
-- nulls:    none

with days as (
    select
        person.person_key,
        rule.indicator,
        rule.path,
        cast(rule.n_doses as integer) as n_doses,
        rule.in_series_7 = '1' as in_series,
        distinct_days(dose.admin_date) as days,
        bool_and(dose.cvx in ('49', '51')) as is_all_omp,
        bool_and(dose.cvx = '119') as is_all_two_dose
    from coverage_person as person
    join fct_dose as dose on dose.person_key = person.person_key and dose.is_completed
    join code_cvx_group as grouped using (cvx)
    join code_nis_rule as rule
        on rule.vaccine_group = grouped.vaccine_group
        and dose.admin_date >= cql_add_months(person.birth_date, cast(rule.from_months as integer))
        and coalesce(dose.admin_date <= person.birth_date + try_cast(rule.within_days as integer), true)
        and coalesce(dose.admin_date <= cql_add_months(person.birth_date, try_cast(rule.within_months as integer)), true)
    group by person.person_key, rule.indicator, rule.path, rule.n_doses, rule.in_series_7
),

reached as (
    select
        person_key,
        indicator,
        in_series,
        case path
            when 'hib' then days[case when is_all_omp then 3 else n_doses end]
            when 'rotavirus' then days[case when is_all_two_dose then 2 else n_doses end]
            when 'apart' then list_filter(days, lambda day: day - days[1] >= 24)[1]
            else days[n_doses]
        end as event_date
    from days
)

select person_key, indicator, event_date
from reached
where event_date is not null
union all
select person_key, 'nis_series_7', max(event_date)
from reached
where in_series and event_date is not null
group by person_key
having count(*) = (select count(*) from code_nis_rule where in_series_7 = '1')
