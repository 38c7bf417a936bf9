-- title:    When children reached the dose counts of the national survey
-- grain:    one person and survey indicator reached
-- source:   fct_dose by vaccine group, codes nis_rule
-- database: scratch
-- definition: Comparable with the National Immunization Survey for children: doses count on distinct days whatever their validity, MMR,
--           varicella and hepatitis A from 12 months. Haemophilus needs three doses when all are PRP-OMP (CVX 49, 51) and four
--           otherwise; rotavirus two when all are of the 2-dose product (CVX 119) and three otherwise, by eight months to
--           the day; influenza two doses 24 days apart; nis_any_1 any dose of the vaccines of childhood, so that the rest had
--           none. The survey asks providers of a sample; this counts what was reported here.
-- nulls:    none

-- One row for each vaccine group that an indicator counts.
with listed_groups as (
    select
        listed.indicator_key,
        rule.vaccine_group,
        rule.path,
        cast(rule.n_doses as integer) as n_doses,
        cast(rule.from_months as integer) as from_months,
        try_cast(rule.within_days as integer) as within_days,
        try_cast(rule.within_months as integer) as within_months,
        rule.in_series_7 = '1' as in_series
    from code_nis_rule as rule
    join coverage_indicator as listed using (indicator)
),

rules as (
    select
        indicator_key,
        path,
        n_doses,
        in_series,
        from_months,
        within_days,
        within_months,
        dense_rank() over (
            order by vaccine_groups, path = 'hib', path = 'rotavirus', from_months, within_days, within_months
        ) as window_key
    from (
        select * exclude (vaccine_group), string_agg(vaccine_group, ';' order by vaccine_group) as vaccine_groups
        from listed_groups
        group by all
    )
),

-- Indicators that count the same doses of the same ages share their days; where they ask for one dose only, the first day is enough.
windows as (
    select
        window_key,
        min(indicator_key) as indicator_key,
        max(n_doses) = 1 as is_first_enough,
        any_value(from_months) as from_months,
        any_value(within_days) as within_days,
        any_value(within_months) as within_months
    from rules
    group by window_key
),

-- is_fewer: a product of which fewer doses are enough.
counted as (
    select distinct
        grouped.cvx,
        windows.*,
        listed.path = 'hib' and grouped.cvx in ('49', '51') or listed.path = 'rotavirus' and grouped.cvx = '119' as is_fewer
    from windows
    join listed_groups as listed using (indicator_key)
    join code_cvx_group as grouped using (vaccine_group)
),

days as (
    select
        person.person_key,
        counted.window_key,
        coalesce(distinct_days(dose.admin_date) filter (not counted.is_first_enough), [min(dose.admin_date)]) as days,
        bool_and(counted.is_fewer) as is_fewer
    from coverage_person as person
    join fct_dose as dose on dose.person_key = person.person_key and dose.is_completed and dose.admin_date >= person.birth_date
    join counted using (cvx)
    where (counted.from_months = 0 or dose.admin_date >= cql_add_months(person.birth_date, counted.from_months))
        and (counted.within_days is null or dose.admin_date <= person.birth_date + counted.within_days)
        and (counted.within_months is null or dose.admin_date <= cql_add_months(person.birth_date, counted.within_months))
    group by person.person_key, counted.window_key
),

reached as (
    select
        days.person_key,
        rules.indicator_key,
        rules.in_series,
        case when rules.path = 'apart' then list_filter(days.days, lambda day: day - days.days[1] >= 24)[1]
            else days.days[rules.n_doses - cast(days.is_fewer as integer)]
        end as event_date
    from days
    join rules using (window_key)
)

select person_key, indicator_key, event_date
from reached
where event_date is not null
union all
select reached.person_key, any_value(series.indicator_key), max(reached.event_date)
from reached
cross join (select indicator_key from coverage_indicator where indicator = 'nis_series_7') as series
where reached.in_series and reached.event_date is not null
group by reached.person_key
having count(*) = (select count(*) from rules where in_series)
