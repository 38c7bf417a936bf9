-- title:    Persons behind one indicator
-- grain:    one person in the indicator's initial population
-- source:   the measure's rows (msr_…), dim_person, fct_person_residence, dim_measure_residence, person_home_practice, dim_practice
-- definition: County is that of the measure's day, as in its rates: of who has moved the one lived in then, today's where the day is
--           as-of or later. Practice is the one that answers today.
-- nulls:    practice_name is null where no practice answers for the person

with persons as (
    select
        person_key,
        max(case when is_excluded = 1 then 'excluded' when in_numerator = 1 then 'met' else 'not met' end) as status,
        max(evidence_date) as evidence_date,
        max(exclusion_reason) as exclusion_reason
    from query_table($table)
    where period = $period and indicator = $indicator and person_key is not null
    group by person_key
),

terms as (
    select
        coalesce(max(residence.day), 'period_end') as day,
        max(residence.birthday) as birthday,
        -- A year is named 2025, a date by itself.
        case when length($period) = 4 then make_date(cast($period as integer), 1, 1) else cast($period as date) end as start_date,
        case when length($period) = 4 then make_date(cast($period as integer), 12, 31) else cast($period as date) end as end_date
    from (select 1) as one
    left join dim_measure_residence as residence on 'msr_' || residence.measure = $table
),

moved as (
    select person_key
    from fct_person_residence
    where person_key in (select person_key from persons)
    group by person_key
    having count(*) > 1
),

deliveries as (
    select delivery.person_key, max(delivery.delivery_date) as delivery_date
    from fct_delivery as delivery
    join moved using (person_key)
    cross join terms
    where terms.day = 'delivery' and delivery.delivery_date between terms.start_date and terms.end_date
    group by delivery.person_key
),

days as (
    select
        moved.person_key,
        case terms.day
            when 'birthday' then cql_add_months(person.birth_date, 12 * terms.birthday)
            when 'season_end' then make_date(year(terms.end_date), 6, 30)
            when 'delivery' then deliveries.delivery_date
            else terms.end_date
        end as then_date
    from moved
    join dim_person as person using (person_key)
    cross join terms
    left join deliveries using (person_key)
),

homes_then as (
    select days.person_key, span.county_fips
    from days
    join fct_person_residence as span on span.person_key = days.person_key
    where days.then_date < $day
        and days.then_date >= coalesce(span.from_date, date '0001-01-01')
        and days.then_date <= coalesce(span.to_date, date '9999-12-31')
)

select
    persons.person_key,
    persons.status,
    persons.evidence_date,
    persons.exclusion_reason,
    person.birth_date,
    coalesce(county.county_name, coalesce(homes_then.county_fips, person.county_fips)) as county,
    coalesce(county_now.county_name, person.county_fips) as county_now,
    practice.practice_name
from persons
join dim_person as person using (person_key)
left join homes_then using (person_key)
left join person_home_practice as home using (person_key)
left join dim_practice as practice on practice.practice_key = home.practice_key
left join dim_geography as county on county.county_fips = coalesce(homes_then.county_fips, person.county_fips)
left join dim_geography as county_now on county_now.county_fips = person.county_fips
where ($status = 'all' or persons.status = $status)
    and ($county is null or coalesce(homes_then.county_fips, person.county_fips) = $county)
    and ($practice is null or home.practice_key = $practice)
order by persons.status, county, persons.person_key
