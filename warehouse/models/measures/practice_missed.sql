-- title:    Vaccination visits on which a due antigen was not given
-- grain:    one patient at a practice, indicator and visit
-- source:   practice_dose, fct_dose, codes practice_due; a registry sees vaccination visits only, so this is a lower bound
-- nulls:    none

with days as (
    select distinct
        person.unit_key,
        person.person_key,
        person.birth_date,
        person.cohort,
        dose.admin_date as visit_date
    from practice_person as person
    join fct_dose as dose
        on dose.person_key = person.person_key
        and dose.is_completed
        and dose.admin_date between person.birth_date and getvariable('period_end')
    cross join (select value from code_practice_parameter where name = 'visits_anywhere') as anywhere
    where anywhere.value = '1' or dose.practice_key = person.practice_key
),

visits as (
    select *, max(visit_date) over (partition by unit_key) as last_visit_date
    from days
),

rules as (
    select
        cohort,
        indicator,
        cast(dose_number as integer) as dose_number,
        cast(due_months as integer) as due_months,
        try_cast(until_days as integer) as until_days,
        try_cast(until_months as integer) as until_months,
        cast(days_after_last as integer) as days_after_last,
        coalesce(try_cast(months_after_last as integer), 0) as months_after_last,
        try_cast(days_after_first as integer) as days_after_first,
        is_live = '1' as is_live
    from code_practice_due
),

-- One antigen stands for a combined indicator.
histories as (
    select unit_key, indicator, arg_min(days, antigen) as days, arg_min(counted_days, antigen) as counted_days
    from practice_dose
    group by unit_key, indicator
),

live as (
    select unit_key, list(distinct live_day) as live_days
    from (
        select unit_key, unnest(days) as live_day from histories where indicator in ('mmr', 'var')
    )
    group by unit_key
),

barred as (
    select forecast.person_key, antigen.cohort, antigen.indicator
    from fct_forecast as forecast
    join (
        select distinct cohort, indicator, vaccine_group from code_practice_antigen
    ) as antigen using (vaccine_group)
    where forecast.status in ('Contraindicated', 'Immune')
)

select
    visits.unit_key,
    rules.indicator,
    visits.visit_date,
    visits.visit_date = visits.last_visit_date as is_last_visit
from visits
join rules on rules.cohort = visits.cohort
left join histories on histories.unit_key = visits.unit_key and histories.indicator = rules.indicator
left join practice_met as met on met.unit_key = visits.unit_key and met.indicator = rules.indicator
left join live on live.unit_key = visits.unit_key
where rules.dose_number
        = 1 + len(list_filter(coalesce(histories.counted_days, []), lambda day: day < visits.visit_date))
    and cql_add_months(visits.birth_date, rules.due_months) <= visits.visit_date
    and coalesce(visits.visit_date <= visits.birth_date + rules.until_days, true)
    and coalesce(visits.visit_date <= cql_add_months(visits.birth_date, rules.until_months), true)
    and not list_contains(coalesce(histories.days, []), visits.visit_date)
    -- Intervals run from the last dose, valid or not.
    and coalesce(
        cql_add_months(
            list_max(list_filter(histories.days, lambda day: day < visits.visit_date)) + rules.days_after_last,
            rules.months_after_last
        ) <= visits.visit_date,
        true
    )
    and coalesce(histories.counted_days[1] + rules.days_after_first <= visits.visit_date, true)
    and not (
        rules.is_live
        and len(list_filter(
            coalesce(live.live_days, []), lambda day: day < visits.visit_date and day > visits.visit_date - 28
        )) > 0
    )
    and (met.met_date is null or met.met_date > visits.visit_date)
    and not exists (
        select 1 from barred
        where barred.person_key = visits.person_key
            and barred.cohort = visits.cohort
            and barred.indicator = rules.indicator
    )
