-- title:    Coverage at milestone ages by county, Kaplan-Meier
-- grain:    one birth year, indicator, milestone age and county (or state)
-- source:   coverage_person, coverage_event, codes coverage_milestone
-- definition: As coverage by age, read at the milestone birthday: share who have reached the dose count by then of those followed
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
)

select
    at_risk.birth_year,
    at_risk.indicator,
    milestones.milestone_months,
    at_risk.county as county_fips,
    cast(max(at_risk.n_at_risk) as bigint) as n_followed,
    cast(coalesce(sum(at_risk.n_events) filter (at_risk.age_days <= milestones.age_days), 0) as bigint) as n_events,
    case
        when coalesce(bool_or(at_risk.n_events = at_risk.n_at_risk) filter (at_risk.age_days <= milestones.age_days), false)
            then 1.0
        else 1 - exp(coalesce(sum(
            case when at_risk.n_events > 0 and at_risk.n_events < at_risk.n_at_risk
                then ln(1 - at_risk.n_events / at_risk.n_at_risk)
                else 0
            end
            order by at_risk.age_days
        ) filter (at_risk.age_days <= milestones.age_days), 0))
    end as coverage,
    cql_add_months(make_date(at_risk.birth_year, 12, 31), milestones.milestone_months) <= getvariable('as_of') as is_complete
from at_risk
cross join milestones
group by at_risk.birth_year, at_risk.indicator, milestones.milestone_months, at_risk.county, milestones.age_days
having max(at_risk.age_days) >= milestones.age_days
order by at_risk.birth_year, at_risk.indicator, milestones.milestone_months, at_risk.county
