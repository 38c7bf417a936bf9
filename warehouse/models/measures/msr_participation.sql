-- title:    Adolescents and adults who take part in the registry
-- grain:    one row per indicator and person
-- unit:     persons
-- period:   as_of
-- trend:    quarterly 12
-- steward:  CDC annual report-aligned
-- version:  codes program_parameter: adolescents 11-17 years, adults 19 years and more
-- source:   measure definitions b.4, read 2026-11-22 (to be confirmed)
-- definition: Adolescents of 11 to 17 years with two doses since the 11th birthday, on one day or two, and adults of 19 years or more
--           with one dose since the 19th. Registry population; adult histories are a lower bound.
-- enum:     indicator from (select unnest(['adolescent', 'adult']) as indicator)
-- nulls:    evidence_date is null exactly when in_numerator = 0

with terms as (
    select
        max(cast(value as integer)) filter (name = 'adolescent_from_months') as adolescent_from,
        max(cast(value as integer)) filter (name = 'adolescent_to_months') as adolescent_to,
        max(cast(value as integer)) filter (name = 'adult_from_months') as adult_from
    from code_program_parameter
),

groups as (
    select 'adolescent' as indicator, adolescent_from as from_months, adolescent_to as to_months from terms
    union all
    select 'adult', adult_from, 2400 from terms
),

persons as (
    select
        person_key,
        birth_date,
        groups.indicator,
        case
            when is_deceased and coalesce(death_date <= getvariable('period_end'), true) then 'deceased'
            when is_opted_out then 'opted out'
            when person_key in (
                select person_key from person_away
                where coalesce(from_date <= getvariable('period_end'), true) and coalesce(to_date >= getvariable('period_end'), true)
            )
                then 'out of jurisdiction'
        end as exclusion_reason
    from dim_person
    join groups
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
