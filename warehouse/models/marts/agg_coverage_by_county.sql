-- title:    Coverage at milestone ages by county, Kaplan-Meier
-- grain:    one birth year, indicator, milestone age and county (or state)
-- source:   coverage_person, coverage_event, codes coverage_milestone
-- definition: As coverage by age, read at the milestone birthday: share who have reached the dose count by then (indicators of the
--           national survey, nis_...: before that day) of those followed that long; follow-up ends at death, at a move out of
--           the jurisdiction or at as-of. Ages are calendar ages, so a birthday is a birthday; without an end of follow-up before
--           the milestone it equals the simple proportion. Birth years of the last seven; milestones that nobody of the birth
--           year was followed to are left out. is_complete: the youngest has reached it.
-- nulls:    none

-- A calendar age in one number: 32 for every whole month and one for every day since.
with persons as (
    select
        person_key,
        birth_year,
        county,
        birth_date,
        followed_to,
        cql_age_months(birth_date, followed_to) as months,
        32 * months + (followed_to - cql_add_months(birth_date, months)) as age
    from coverage_person
    where birth_year > year(getvariable('as_of')) - 7
),

events as (
    select
        person_key,
        event.indicator,
        cql_age_months(persons.birth_date, event.event_date) as event_months,
        32 * event_months + (event.event_date - cql_add_months(persons.birth_date, event_months)) as age
    from persons
    join coverage_event as event using (person_key)
    where event.event_date <= persons.followed_to
),

times as (
    select
        persons.birth_year,
        persons.county,
        indicators.indicator,
        coalesce(events.age, persons.age) as age,
        persons.age as followed_age,
        events.age is not null as is_event
    from persons
    cross join coverage_indicator as indicators
    left join events on events.person_key = persons.person_key and events.indicator = indicators.indicator
),

by_age as (
    select
        birth_year,
        case when grouping(county) = 0 then county else 'state' end as county,
        indicator,
        age,
        count(*) filter (is_event) as n_events,
        count(*) as n_leaving,
        max(followed_age) as followed_age
    from times
    group by grouping sets ((birth_year, county, indicator, age), (birth_year, indicator, age))
),

at_risk as (
    select
        *,
        sum(n_leaving) over (
            partition by birth_year, county, indicator order by age desc
        ) as n_at_risk
    from by_age
),

milestones as (
    select cast(months as integer) as milestone_months, 32 * milestone_months as age
    from code_coverage_milestone
),

-- Of every age: the first milestone that counts it; after the last one no milestone does.
steps as (
    select ages.age, min(milestones.milestone_months) as first_milestone
    from range(0, (select max(age) + 1 from milestones)) as ages (age)
    join milestones on milestones.age >= ages.age
    group by ages.age
),

groups as (
    select birth_year, indicator, county, max(n_at_risk) as n_followed, max(followed_age) as last_age
    from at_risk
    group by birth_year, indicator, county
),

-- The logarithm of the product of shares not reached; minus infinity where all who were left reached it.
parts as (
    select
        at_risk.birth_year,
        at_risk.indicator,
        at_risk.county,
        steps.first_milestone,
        sum(at_risk.n_events) as n_events,
        sum(
            case when at_risk.n_events = at_risk.n_at_risk then '-infinity'::double else ln(1 - at_risk.n_events / at_risk.n_at_risk) end
            order by at_risk.age
        ) as log_left
    from at_risk
    join steps on steps.age = at_risk.age + cast(starts_with(at_risk.indicator, 'nis_') as integer)
    where at_risk.n_events > 0
    group by at_risk.birth_year, at_risk.indicator, at_risk.county, steps.first_milestone
)

select
    groups.birth_year,
    groups.indicator,
    milestones.milestone_months,
    groups.county as county_fips,
    cast(groups.n_followed as bigint) as n_followed,
    cast(coalesce(sum(parts.n_events), 0) as bigint) as n_events,
    1 - exp(coalesce(sum(parts.log_left order by parts.first_milestone), 0)) as coverage,
    cql_add_months(make_date(groups.birth_year, 12, 31), milestones.milestone_months) <= getvariable('as_of') as is_complete
from groups
join milestones on groups.last_age >= milestones.age
left join parts
    on parts.birth_year = groups.birth_year
    and parts.indicator = groups.indicator
    and parts.county = groups.county
    and parts.first_milestone <= milestones.milestone_months
group by groups.birth_year, groups.indicator, milestones.milestone_months, groups.county, groups.n_followed
order by groups.birth_year, groups.indicator, milestones.milestone_months, groups.county
