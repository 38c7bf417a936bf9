-- title:    Coverage at milestone ages by county, Kaplan-Meier
-- grain:    one birth year, indicator, milestone age and county (or state)
-- source:   coverage_person, coverage_reached, codes coverage_milestone
-- definition: As coverage by age, read at the milestone birthday: share who have reached the dose count by then (indicators of the
--           national survey, nis_...: before that day) of those followed that long; follow-up ends at death, at a move out of
--           the jurisdiction or at as-of. Ages are calendar ages, so a birthday is a birthday; without an end of follow-up before
--           the milestone it equals the simple proportion. Birth years of the last seven; milestones that nobody of the birth
--           year was followed to are left out. Interval of 95 % by Greenwood's variance on the log-minus-log scale. is_complete: the
--           youngest has reached it.
-- nulls:    the interval is null where coverage is 0 or 1

-- Longer than 150 lines because it is one estimate: every table is read by the next alone, from persons at risk to shares and limits.

-- One number stands for a birth year and a county, negative for a birth year of the state.
with cells as (
    select row_number() over () as cell, birth_year, county
    from (select distinct birth_year, county from coverage_person where birth_year > year(getvariable('as_of')) - 7)
    union all
    select distinct -birth_year, birth_year, 'state' from coverage_person where birth_year > year(getvariable('as_of')) - 7
),

-- A calendar age in one number: 32 for every whole month and one for every day since.
persons as (
    select
        person.person_key,
        person.birth_date,
        person.followed_to,
        cast(32 * cql_age_months(person.birth_date, person.followed_to)
            + (person.followed_to - cql_add_months(person.birth_date, cql_age_months(person.birth_date, person.followed_to))) as integer) as followed_age,
        cells.cell,
        -person.birth_year as state_cell
    from coverage_person as person
    join cells using (birth_year, county)
),

events as (
    select
        person_key,
        event.indicator_key,
        cast(32 * cql_age_months(persons.birth_date, event.event_date)
            + (event.event_date - cql_add_months(persons.birth_date, cql_age_months(persons.birth_date, event.event_date))) as integer) as age
    from persons
    join coverage_reached as event using (person_key)
    where event.event_date <= persons.followed_to
),

times as (
    select
        person.cell,
        person.state_cell,
        indicators.indicator_key,
        coalesce(events.age, person.followed_age) as age,
        person.followed_age,
        events.age is not null as is_event
    from persons as person
    cross join coverage_indicator as indicators
    left join events on events.person_key = person.person_key and events.indicator_key = indicators.indicator_key
),

by_age as (
    select
        coalesce(cell, state_cell) as cell,
        indicator_key,
        age,
        count(*) filter (is_event) as n_events,
        count(*) as n_leaving,
        max(followed_age) as followed_age
    from times
    group by grouping sets ((cell, indicator_key, age), (state_cell, indicator_key, age))
),

at_risk as (
    select
        *,
        cast(sum(n_leaving) over (partition by cell, indicator_key order by age desc rows unbounded preceding) as bigint) as n_at_risk
    from by_age
),

milestones as (
    select cast(months as integer) as milestone_months, 32 * milestone_months as age
    from code_coverage_milestone
),

-- Of every age: the first milestone that counts it; after the last one no milestone does.
steps as (
    select cast(ages.age as integer) as age, min(milestones.milestone_months) as first_milestone
    from range(0, (select max(age) + 1 from milestones)) as ages (age)
    join milestones on milestones.age >= ages.age
    group by ages.age
),

groups as (
    select cell, indicator_key, max(n_at_risk) as n_followed, max(followed_age) as last_age
    from at_risk
    group by cell, indicator_key
),

-- The logarithm of the product of shares not reached, and Greenwood's sum, in units of 1e-24: whole numbers add up to the same in
-- any order. all_reached: at some age all who were left reached it.
parts as (
    select
        at_risk.cell,
        at_risk.indicator_key,
        steps.first_milestone,
        sum(at_risk.n_events) as n_events,
        bool_or(at_risk.n_events = at_risk.n_at_risk) as all_reached,
        sum(
            case when at_risk.n_events < at_risk.n_at_risk then cast(1e24 * ln(1 - at_risk.n_events / at_risk.n_at_risk) as hugeint) end
        ) as log_left,
        sum(
            case when at_risk.n_events < at_risk.n_at_risk
                then cast(1e24 * at_risk.n_events / (at_risk.n_at_risk * (at_risk.n_at_risk - at_risk.n_events)) as hugeint) end
        ) as greenwood
    from at_risk
    join coverage_indicator as indicators using (indicator_key)
    join steps on steps.age = at_risk.age + cast(indicators.is_survey as integer)
    where at_risk.n_events > 0
    group by at_risk.cell, at_risk.indicator_key, steps.first_milestone
),

sums as (
    select
        groups.cell,
        groups.indicator_key,
        milestones.milestone_months,
        groups.n_followed,
        coalesce(sum(parts.n_events), 0) as n_events,
        coalesce(bool_or(parts.all_reached), false) as all_reached,
        coalesce(sum(parts.log_left), 0) / 1e24 as log_left,
        sum(parts.greenwood) / 1e24 as greenwood
    from groups
    join milestones on groups.last_age >= milestones.age
    left join parts
        on parts.cell = groups.cell
        and parts.indicator_key = groups.indicator_key
        and parts.first_milestone <= milestones.milestone_months
    group by groups.cell, groups.indicator_key, milestones.milestone_months, groups.n_followed
),

reached as (
    select
        cell,
        indicator_key,
        milestone_months,
        n_followed,
        n_events,
        case when all_reached then '-infinity'::double else log_left end as log_left,
        sqrt(greenwood) / abs(log_left) as spread
    from sums
)

select
    cells.birth_year,
    indicators.indicator,
    reached.milestone_months,
    cells.county as county_fips,
    cast(reached.n_followed as bigint) as n_followed,
    cast(reached.n_events as bigint) as n_events,
    1 - exp(reached.log_left) as coverage,
    case when reached.log_left < 0 and isfinite(reached.log_left) then 1 - exp(reached.log_left * exp(-1.959964 * reached.spread)) end as coverage_low,
    case when reached.log_left < 0 and isfinite(reached.log_left) then 1 - exp(reached.log_left * exp(1.959964 * reached.spread)) end as coverage_high,
    cql_add_months(make_date(cells.birth_year, 12, 31), reached.milestone_months) <= getvariable('as_of') as is_complete
from reached
join cells using (cell)
join coverage_indicator as indicators using (indicator_key)
order by cells.birth_year, indicators.indicator, reached.milestone_months, cells.county
