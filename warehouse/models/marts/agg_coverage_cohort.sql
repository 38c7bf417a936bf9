-- title:    Coverage at milestone ages by birth cohort
-- grain:    one birth year, milestone age, indicator, dimension and member
-- source:   coverage_person, coverage_event, codes coverage_milestone
-- definition: Children of a birth year who lived to the milestone birthday (deaths before it leave the cohort), and those
--           who had reached the dose count on or before that day. A cell is complete when the youngest of the birth year
--           has reached the milestone; otherwise only those who have reached it count and the cell is provisional.
-- nulls:    none

with reached as (
    select
        person.*,
        cast(milestone.months as integer) as milestone_months,
        cql_add_months(person.birth_date, cast(milestone.months as integer)) as milestone_date
    from coverage_person as person
    cross join code_coverage_milestone as milestone
    where person.is_resident
        and cql_add_months(person.birth_date, cast(milestone.months as integer)) <= person.followed_to
),

cohort as (
    select
        birth_year,
        milestone_months,
        case
            when grouping(county) = 0 then 'county'
            when grouping(zip3) = 0 then 'zip3'
            when grouping(sex) = 0 then 'sex'
            when grouping(race) = 0 then 'race'
            when grouping(ethnicity) = 0 then 'ethnicity'
            else 'state'
        end as dimension,
        coalesce(county, zip3, sex, race, ethnicity, 'all') as member,
        count(*) as n_cohort
    from reached
    group by grouping sets (
        (birth_year, milestone_months), (birth_year, milestone_months, county), (birth_year, milestone_months, zip3),
        (birth_year, milestone_months, sex), (birth_year, milestone_months, race),
        (birth_year, milestone_months, ethnicity)
    )
),

met as (
    select
        reached.birth_year,
        reached.milestone_months,
        event.indicator,
        case
            when grouping(county) = 0 then 'county'
            when grouping(zip3) = 0 then 'zip3'
            when grouping(sex) = 0 then 'sex'
            when grouping(race) = 0 then 'race'
            when grouping(ethnicity) = 0 then 'ethnicity'
            else 'state'
        end as dimension,
        coalesce(county, zip3, sex, race, ethnicity, 'all') as member,
        count(*) as n_met
    from reached
    join coverage_event as event
        on event.person_key = reached.person_key
        and event.event_date <= reached.milestone_date
    group by grouping sets (
        (birth_year, milestone_months, indicator), (birth_year, milestone_months, indicator, county),
        (birth_year, milestone_months, indicator, zip3), (birth_year, milestone_months, indicator, sex),
        (birth_year, milestone_months, indicator, race), (birth_year, milestone_months, indicator, ethnicity)
    )
)

select
    cohort.birth_year,
    cohort.milestone_months,
    indicators.indicator,
    cohort.dimension,
    cohort.member,
    cast(cohort.n_cohort as bigint) as n_cohort,
    cast(coalesce(met.n_met, 0) as bigint) as n_met,
    coalesce(met.n_met, 0) / cohort.n_cohort as rate,
    wilson_low(coalesce(met.n_met, 0), cohort.n_cohort) as rate_low,
    wilson_high(coalesce(met.n_met, 0), cohort.n_cohort) as rate_high,
    cql_add_months(make_date(cohort.birth_year, 12, 31), cohort.milestone_months) <= getvariable('as_of') as is_complete
from cohort
cross join coverage_indicator as indicators
left join met
    on met.birth_year = cohort.birth_year
    and met.milestone_months = cohort.milestone_months
    and met.indicator = indicators.indicator
    and met.dimension = cohort.dimension
    and met.member = cohort.member
order by cohort.birth_year, cohort.milestone_months, indicators.indicator, cohort.dimension, cohort.member
