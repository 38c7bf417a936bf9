-- title:    Adolescents and adults who take part in the registry
-- grain:    one row per indicator and person
-- unit:     persons
-- period:   as_of
-- trend:    quarterly 12
-- steward:  CDC annual report-aligned
-- version:  adolescents 11-17 years, adults 19 years and more
-- source:   measure definitions b.4, read 2026-11-22 (to be confirmed)
-- definition: Adolescents of 11 to 17 years with doses on two days since the 11th birthday, and adults of 19 years or more
--           with one dose since the 19th. Registry population; adult histories are a lower bound.
-- nulls:    evidence_date is null exactly when in_numerator = 0

with persons as (
    select
        person_key,
        birth_date,
        groups.indicator,
        case
            when is_deceased and coalesce(death_date <= getvariable('period_end'), true) then 'deceased'
            when is_opted_out then 'opted out'
            when county_fips = 'out_of_state' or registry_status in (select status from dim_registry_status where not is_in_jurisdiction)
                then 'out of jurisdiction'
        end as exclusion_reason
    from dim_person
    join (
        values ('adolescent', 132, 216), ('adult', 228, 2400)
    ) as groups (indicator, from_months, to_months)
        on cql_add_months(birth_date, groups.from_months) <= getvariable('period_end')
        and cql_add_months(birth_date, groups.to_months) > getvariable('period_end')
),

days as (
    select person_key, 'adolescent' as indicator, second_adolescent_date as evidence_date
    from participation_date
    where second_adolescent_date <= getvariable('period_end')
    union all
    select person_key, 'adult', first_adult_date
    from participation_date
    where first_adult_date <= getvariable('period_end')
)

select
    persons.indicator,
    persons.person_key as unit_key,
    persons.person_key,
    1 as in_denominator,
    cast(persons.exclusion_reason is not null as integer) as is_excluded,
    cast(days.evidence_date is not null as integer) as in_numerator,
    days.evidence_date,
    persons.exclusion_reason
from persons
left join days on days.person_key = persons.person_key and days.indicator = persons.indicator
