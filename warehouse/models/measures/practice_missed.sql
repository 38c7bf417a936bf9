-- title:    Vaccination visits on which a due antigen was not given
-- grain:    one patient at a practice, indicator and visit
-- source:   practice_dose, fct_dose, codes practice_due; a registry sees vaccination visits only, so this is a lower bound
-- nulls:    none

with days as (
    select distinct person.unit_key, dose.admin_date as visit_date
    from practice_person as person
    join fct_dose as dose
        on dose.person_key = person.person_key
        and dose.is_completed
        and dose.admin_date between person.birth_date and getvariable('period_end')
    cross join (select value from code_practice_parameter where name = 'visits_anywhere') as anywhere
    where anywhere.value = '1' or dose.practice_key = person.practice_key
),

visits as (
    select days.unit_key, days.visit_date, days.visit_date = lasts.visit_date as is_last_visit
    from days
    join (select unit_key, max(visit_date) as visit_date from days group by unit_key) as lasts using (unit_key)
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
    select distinct forecast.person_key, antigen.cohort, antigen.indicator
    from fct_forecast as forecast
    join (
        select distinct cohort, indicator, vaccine_group from code_practice_antigen
    ) as antigen using (vaccine_group)
    where forecast.status in ('Contraindicated', 'Immune')
),

-- When each dose was owed: due by age, the one before it counted, this one not yet, the patient not yet up to date.
owed as (
    select
        person.unit_key,
        rules.indicator,
        rules.days_after_last,
        rules.months_after_last,
        rules.is_live,
        coalesce(histories.days, []) as days,
        greatest(
            cql_add_months(person.birth_date, rules.due_months),
            histories.counted_days[rules.dose_number - 1] + 1,
            histories.counted_days[1] + rules.days_after_first
        ) as from_date,
        least(
            getvariable('period_end'),
            person.birth_date + rules.until_days,
            cql_add_months(person.birth_date, rules.until_months),
            histories.counted_days[rules.dose_number],
            met.met_date - 1
        ) as to_date
    from practice_person as person
    join rules using (cohort)
    left join histories on histories.unit_key = person.unit_key and histories.indicator = rules.indicator
    left join practice_met as met on met.unit_key = person.unit_key and met.indicator = rules.indicator
    anti join barred
        on barred.person_key = person.person_key
        and barred.cohort = person.cohort
        and barred.indicator = rules.indicator
    where coalesce(len(histories.counted_days), 0) >= rules.dose_number - 1
)

select owed.unit_key, owed.indicator, visits.visit_date, visits.is_last_visit
from owed
join visits
    on visits.unit_key = owed.unit_key
    and visits.visit_date between owed.from_date and owed.to_date
left join live on live.unit_key = visits.unit_key
where not list_contains(owed.days, visits.visit_date)
    -- Intervals run from the last dose, valid or not.
    and coalesce(
        cql_add_months(
            list_max(list_filter(owed.days, lambda day: day < visits.visit_date)) + owed.days_after_last, owed.months_after_last
        ) <= visits.visit_date,
        true
    )
    and not (
        owed.is_live
        and len(list_filter(
            coalesce(live.live_days, []), lambda day: day < visits.visit_date and day > visits.visit_date - 28
        )) > 0
    )
