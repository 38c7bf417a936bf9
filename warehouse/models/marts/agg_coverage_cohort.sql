-- title:    Coverage at milestone ages by birth cohort
-- grain:    one birth year, milestone age, indicator, dimension and member
-- source:   coverage_person, coverage_reached, codes coverage_milestone
-- definition: Children of a birth year who lived to the milestone birthday (deaths before it leave the cohort), and those
--           who had reached the dose count on or before that day (indicators of the national survey, nis_...: before it). A cell
--           is complete when the youngest of the birth year has reached the milestone; otherwise only those who have reached it count and the cell is provisional.
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

-- Two numbers stand for five words: where a person lives, and of what group.
places as (
    select row_number() over () as place, county, zip3
    from (select distinct county, zip3 from coverage_person)
),

peoples as (
    select row_number() over () as people, sex, race, ethnicity
    from (select distinct sex, race, ethnicity from coverage_person)
),

persons as (
    select
        person.person_key,
        person.birth_date,
        person.birth_year,
        places.place,
        peoples.people,
        steps.last_milestone
    from coverage_person as person
    join places using (county, zip3)
    join peoples using (sex, race, ethnicity)
    join steps on steps.months = cql_age_months(person.birth_date, person.followed_to)
    where person.is_resident and steps.last_milestone is not null
),

-- An event counts from the first milestone on or after it to the last one that its person reached; a person (indicator 0) from the first of all.
counted as (
    select
        persons.birth_year,
        persons.last_milestone,
        steps.next_milestone as first_milestone,
        event.indicator_key,
        persons.place,
        persons.people,
        count(*) as n
    from persons
    join coverage_reached as event using (person_key)
    join coverage_indicator as indicators using (indicator_key)
    join steps
        on steps.months = greatest(cql_age_months(persons.birth_date, event.event_date - cast(not indicators.is_survey as integer)) + 1, 0)
    where steps.next_milestone <= persons.last_milestone
    group by grouping sets (
        (persons.birth_year, persons.last_milestone, steps.next_milestone, event.indicator_key, persons.place),
        (persons.birth_year, persons.last_milestone, steps.next_milestone, event.indicator_key, persons.people)
    )
    union all
    select birth_year, last_milestone, 0, 0, place, people, count(*)
    from persons
    group by grouping sets ((birth_year, last_milestone, place), (birth_year, last_milestone, people))
),

members as (
    select
        birth_year,
        last_milestone,
        first_milestone,
        indicator_key,
        case when grouping(county) = 0 then 'county' when grouping(zip3) = 0 then 'zip3' else 'state' end as dimension,
        coalesce(county, zip3, 'all') as member,
        sum(n) as n
    from counted
    join places using (place)
    group by grouping sets (
        (birth_year, last_milestone, first_milestone, indicator_key), (birth_year, last_milestone, first_milestone, indicator_key, county),
        (birth_year, last_milestone, first_milestone, indicator_key, zip3)
    )
    union all
    select
        birth_year,
        last_milestone,
        first_milestone,
        indicator_key,
        case when grouping(sex) = 0 then 'sex' when grouping(race) = 0 then 'race' else 'ethnicity' end,
        coalesce(sex, race, ethnicity),
        sum(n)
    from counted
    join peoples using (people)
    group by grouping sets (
        (birth_year, last_milestone, first_milestone, indicator_key, sex), (birth_year, last_milestone, first_milestone, indicator_key, race),
        (birth_year, last_milestone, first_milestone, indicator_key, ethnicity)
    )
),

reached as (
    select birth_year, milestone_months, indicator_key, dimension, member, sum(n) as n
    from members
    join (select cast(months as integer) as milestone_months from code_coverage_milestone) as milestones
        on milestones.milestone_months between members.first_milestone and members.last_milestone
    group by birth_year, milestone_months, indicator_key, dimension, member
),

sizes as (
    select birth_year, milestone_months, dimension, member, n
    from reached
    where indicator_key = 0
)

select
    sizes.birth_year,
    sizes.milestone_months,
    indicators.indicator,
    sizes.dimension,
    sizes.member,
    cast(sizes.n as bigint) as n_cohort,
    cast(coalesce(reached.n, 0) as bigint) as n_met,
    coalesce(reached.n, 0) / sizes.n as rate,
    wilson_low(coalesce(reached.n, 0), sizes.n) as rate_low,
    wilson_high(coalesce(reached.n, 0), sizes.n) as rate_high,
    cql_add_months(make_date(sizes.birth_year, 12, 31), sizes.milestone_months) <= getvariable('as_of') as is_complete
from sizes
cross join coverage_indicator as indicators
left join reached using (birth_year, milestone_months, indicator_key, dimension, member)
order by sizes.birth_year, sizes.milestone_months, indicators.indicator, sizes.dimension, sizes.member
