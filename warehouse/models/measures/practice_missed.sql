-- title:    First vaccination visit on which a due antigen was not given, and the last visit if it was one
-- grain:    one patient at a practice and indicator with a missed opportunity
-- source:   practice_progress, fct_dose, codes practice_due; a registry sees vaccination visits only, so this is a lower bound
-- nulls:    last_visit_date is null where the last visit was not a missed opportunity

with visits as (
    select distinct person.unit_key, dose.admin_date as visit_date
    from practice_person as person
    join fct_dose as dose
        on dose.person_key = person.person_key
        and dose.is_completed
        and dose.admin_date between person.birth_date and getvariable('period_end')
    cross join (select value from code_practice_parameter where name = 'visits_anywhere') as anywhere
    where anywhere.value = '1' or dose.practice_key = person.practice_key
),

lasts as (
    select unit_key, max(visit_date) as visit_date
    from visits
    group by unit_key
),

rules as (
    select
        rule.indicator_key,
        cast(due.dose_number as integer) as dose_number,
        cast(due.due_months as integer) as due_months,
        try_cast(due.until_days as integer) as until_days,
        try_cast(due.until_months as integer) as until_months,
        cast(due.days_after_last as integer) as days_after_last,
        coalesce(try_cast(due.months_after_last as integer), 0) as months_after_last,
        try_cast(due.days_after_first as integer) as days_after_first,
        due.is_live = '1' as is_live
    from code_practice_due as due
    join practice_rule as rule using (indicator)
    where getvariable('measure') = 'practice_' || due.cohort
),

live as (
    select unit_key, list(distinct live_day) as live_days
    from (
        select progress.unit_key, unnest(progress.days) as live_day
        from practice_progress as progress
        join practice_rule as rule using (indicator_key)
        where rule.indicator in ('mmr', 'var')
    )
    group by unit_key
),

-- When each dose was owed: due by age, the one before it counted, this one not yet, the patient not yet up to date.
owed as (
    select
        progress.unit_key,
        rules.indicator_key,
        rules.days_after_last,
        rules.months_after_last,
        rules.is_live,
        progress.days,
        greatest(
            cql_add_months(progress.birth_date, rules.due_months),
            progress.counted_days[rules.dose_number - 1] + 1,
            progress.counted_days[1] + rules.days_after_first
        ) as from_date,
        least(
            getvariable('period_end'),
            progress.birth_date + rules.until_days,
            cql_add_months(progress.birth_date, rules.until_months),
            progress.counted_days[rules.dose_number],
            progress.met_date - 1
        ) as to_date
    from practice_progress as progress
    join rules using (indicator_key)
    where not progress.is_barred and len(progress.counted_days) >= rules.dose_number - 1
)

select
    owed.unit_key,
    owed.indicator_key,
    min(visits.visit_date) as first_date,
    max(visits.visit_date) filter (visits.visit_date = lasts.visit_date) as last_visit_date
from owed
join visits
    on visits.unit_key = owed.unit_key
    and visits.visit_date between owed.from_date and owed.to_date
join lasts on lasts.unit_key = owed.unit_key
left join live on live.unit_key = owed.unit_key
where owed.from_date <= owed.to_date
    and not list_contains(owed.days, visits.visit_date)
    -- Intervals run from the last dose, valid or not.
    and coalesce(
        cql_add_months(
            list_max(list_filter(owed.days, lambda day: day < visits.visit_date)) + owed.days_after_last, owed.months_after_last
        ) <= visits.visit_date,
        true
    )
    and (
        not owed.is_live
        or live.live_days is null
        or len(list_filter(live.live_days, lambda day: day < visits.visit_date and day > visits.visit_date - 28)) = 0
    )
group by owed.unit_key, owed.indicator_key
