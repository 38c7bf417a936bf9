-- title:    Coverage at milestone ages by birth cohort
-- grain:    one birth year, milestone age, indicator, dimension and member
-- source:   coverage_person, coverage_event, codes coverage_milestone
-- definition: Children of a birth year who lived to the milestone birthday (deaths before it leave the cohort), and those
--           who had reached the dose count on or before that day. A cell is complete when the youngest of the birth year
--           has reached the milestone; otherwise only those who have reached it count and the cell is provisional.
-- nulls:    none

-- Of every whole month of age: the next milestone, and the last one reached.
with steps as (
    select
        months,
        min(milestone) filter (milestone >= months) as next_milestone,
        max(milestone) filter (milestone <= months) as last_milestone
    from range(0, 241) as ages (months)
    cross join (select cast(months as integer) as milestone from code_coverage_milestone)
    group by months
),

persons as (
    select
        person.person_key,
        person.birth_date,
        person.birth_year,
        person.county,
        person.zip3,
        person.sex,
        person.race,
        person.ethnicity,
        steps.last_milestone
    from coverage_person as person
    join steps on steps.months = cql_age_months(person.birth_date, person.followed_to)
    where person.is_resident and steps.last_milestone is not null
),

cohort as (
    select
        birth_year,
        last_milestone,
        case
            when grouping(county) = 0 then 'county'
            when grouping(zip3) = 0 then 'zip3'
            when grouping(sex) = 0 then 'sex'
            when grouping(race) = 0 then 'race'
            when grouping(ethnicity) = 0 then 'ethnicity'
            else 'state'
        end as dimension,
        coalesce(county, zip3, sex, race, ethnicity, 'all') as member,
        count(*) as n
    from persons
    group by grouping sets (
        (birth_year, last_milestone), (birth_year, last_milestone, county), (birth_year, last_milestone, zip3),
        (birth_year, last_milestone, sex), (birth_year, last_milestone, race), (birth_year, last_milestone, ethnicity)
    )
),

-- An event counts from the first milestone on or after it to the last one that its person reached.
met as (
    select
        persons.birth_year,
        persons.last_milestone,
        steps.next_milestone as first_milestone,
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
        count(*) as n
    from persons
    join coverage_event as event using (person_key)
    join (select months, next_milestone from steps) as steps
        on steps.months = greatest(
            cql_age_months(persons.birth_date, event.event_date - cast(not starts_with(event.indicator, 'nis_') as integer)) + 1, 0
        )
    group by grouping sets (
        (birth_year, last_milestone, next_milestone, indicator), (birth_year, last_milestone, next_milestone, indicator, county),
        (birth_year, last_milestone, next_milestone, indicator, zip3), (birth_year, last_milestone, next_milestone, indicator, sex),
        (birth_year, last_milestone, next_milestone, indicator, race),
        (birth_year, last_milestone, next_milestone, indicator, ethnicity)
    )
),

milestones as (
    select cast(months as integer) as milestone_months
    from code_coverage_milestone
),

sizes as (
    select birth_year, milestone_months, dimension, member, sum(n) as n_cohort
    from cohort
    join milestones on milestones.milestone_months <= cohort.last_milestone
    group by birth_year, milestone_months, dimension, member
),

hits as (
    select birth_year, milestone_months, indicator, dimension, member, sum(n) as n_met
    from met
    join milestones on milestones.milestone_months between met.first_milestone and met.last_milestone
    group by birth_year, milestone_months, indicator, dimension, member
)

select
    sizes.birth_year,
    sizes.milestone_months,
    indicators.indicator,
    sizes.dimension,
    sizes.member,
    cast(sizes.n_cohort as bigint) as n_cohort,
    cast(coalesce(hits.n_met, 0) as bigint) as n_met,
    coalesce(hits.n_met, 0) / sizes.n_cohort as rate,
    wilson_low(coalesce(hits.n_met, 0), sizes.n_cohort) as rate_low,
    wilson_high(coalesce(hits.n_met, 0), sizes.n_cohort) as rate_high,
    cql_add_months(make_date(sizes.birth_year, 12, 31), sizes.milestone_months) <= getvariable('as_of') as is_complete
from sizes
cross join coverage_indicator as indicators
left join hits
    on hits.birth_year = sizes.birth_year
    and hits.milestone_months = sizes.milestone_months
    and hits.indicator = indicators.indicator
    and hits.dimension = sizes.dimension
    and hits.member = sizes.member
order by sizes.birth_year, sizes.milestone_months, indicators.indicator, sizes.dimension, sizes.member
