-- title:    Persons whose coverage is followed
-- grain:    one person born in the last 19 years who lives or lived in the jurisdiction
-- source:   dim_person, fct_person_residence
-- database: scratch
-- definition: Followed until as-of, death, or the day on which the person moved out of the jurisdiction, whichever comes first.
--           is_resident tells who lives here as of the build; county is the present one, or the last one here. From birth, wherever
--           they lived then, and through a time away from which they came back: who takes a child over tells its history. So ages at
--           milestones say what those who live here now had by then; what was so on a past day is for the marts that look up where
--           each lived on it (docs/adr/0091).
-- nulls:    none

with moved as (
    -- The last span is out of state: since when, and where the person lived before.
    select
        person_key,
        -- Two spans may begin on one day, as when the first reaches back to birth: the open one is the last.
        arg_max(jurisdiction_status, (coalesce(from_date, date '0001-01-01'), coalesce(to_date, date '9999-12-31'))) as last_status,
        max(from_date) as last_from_date,
        arg_max(county_fips, (coalesce(from_date, date '0001-01-01'), coalesce(to_date, date '9999-12-31')))
            filter (jurisdiction_status = 'in') as last_county
    from fct_person_residence
    where coalesce(from_date <= getvariable('as_of'), true)
    group by person_key
)

select
    person.person_key,
    person.birth_date,
    year(person.birth_date) as birth_year,
    case when person.county_fips = 'out_of_state' then moved.last_county else person.county_fips end as county,
    coalesce(person.zip3, 'unknown') as zip3,
    coalesce(person.sex, 'U') as sex,
    case
        when person.race is null then 'unknown'
        when contains(person.race, ';') then 'multiple'
        else person.race
    end as race,
    coalesce(person.ethnicity, 'unknown') as ethnicity,
    least(
        getvariable('as_of'),
        coalesce(person.death_date, getvariable('as_of')),
        case when moved.last_status = 'out' then moved.last_from_date else getvariable('as_of') end
    ) as followed_to,
    person.is_deceased,
    person.county_fips <> 'out_of_state' as is_resident
from dim_person as person
left join moved using (person_key)
where person.birth_date <= getvariable('as_of')
    and person.birth_date > cql_add_months(getvariable('as_of'), -12 * 19)
    and (person.county_fips <> 'out_of_state' or moved.last_status = 'out' and moved.last_county is not null)
    and coalesce(person.registry_status, 'A') not in (select status from dim_registry_status where not is_in_jurisdiction)
    and not person.is_opted_out
    -- Who died on a day that nobody told cannot be followed.
    and not (person.is_deceased and person.death_date is null)
