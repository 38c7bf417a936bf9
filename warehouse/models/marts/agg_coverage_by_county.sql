-- title:    Coverage at milestone ages by county, Kaplan-Meier
-- grain:    one birth year, indicator, milestone age and county (or state)
-- source:   coverage_person, coverage_event, codes coverage_milestone
-- definition: As coverage by age, read at the milestone birthday: share who have reached the dose count by then (indicators of the
--           national survey, nis_...: before that day) of those followed
--           that long; follow-up ends at death, at a move out of the jurisdiction or at as-of. Birth years of the last seven;
--           milestones that nobody of the birth year was followed to are left out. is_complete: the youngest has reached it.
-- nulls:    none

with times as (
    select
        person.birth_year,
        person.county,
        indicators.indicator,
        person.birth_date,
        least(coalesce(event.event_date, person.followed_to), person.followed_to) as left_date,
        coalesce(event.event_date <= person.followed_to, false) as is_event
    from coverage_person as person
    cross join coverage_indicator as indicators
    left join coverage_event as event
        on event.person_key = person.person_key
        and event.indicator = indicators.indicator
    where person.birth_year > year(getvariable('as_of')) - 7
),

by_age as (
    select
        birth_year,
        case when grouping(county) = 0 then county else 'state' end as county,
        indicator,
        left_date - birth_date as age_days,
        count(*) filter (is_event) as n_events,
        count(*) as n_leaving
    from times
    group by grouping sets (
        (birth_year, county, indicator, left_date - birth_date), (birth_year, indicator, left_date - birth_date)
    )
),

at_risk as (
    select
        *,
        sum(n_leaving) over (
            partition by birth_year, county, indicator order by age_days desc
        ) as n_at_risk
    from by_age
),

-- A milestone in days: so many months from 1 March 2000; a birthday of other birth dates may lie two days off.
milestones as (
    select
        cast(months as integer) as milestone_months,
        cql_add_months(date '2000-03-01', cast(months as integer)) - date '2000-03-01' as age_days
    from code_coverage_milestone
),

-- Of every age in days: the first milestone that counts it; after the last one no milestone does.
steps as (
    select ages.age_days, min(milestones.milestone_months) as first_milestone
    from range(0, (select max(age_days) + 1 from milestones)) as ages (age_days)
    join milestones on milestones.age_days >= ages.age_days
    group by ages.age_days
),

groups as (
    select birth_year, indicator, county, max(n_at_risk) as n_followed, max(age_days) as last_age_days
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
            order by at_risk.age_days
        ) as log_left
    from at_risk
    join steps on steps.age_days = at_risk.age_days + cast(starts_with(at_risk.indicator, 'nis_') as integer)
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
join milestones on groups.last_age_days >= milestones.age_days
left join parts
    on parts.birth_year = groups.birth_year
    and parts.indicator = groups.indicator
    and parts.county = groups.county
    and parts.first_milestone <= milestones.milestone_months
group by groups.birth_year, groups.indicator, milestones.milestone_months, groups.county, groups.n_followed
order by groups.birth_year, groups.indicator, milestones.milestone_months, groups.county
