-- title:    Influenza vaccination by season
-- grain:    one row per indicator and person of six months or more
-- unit:     persons
-- period:   calendar_year; the season ends on 30 June of it
-- steward:  program
-- version:  season 1 July to 30 June, codes program_parameter
-- source:   measure definitions c and d, read 2026-11-22; two doses below nine years by ACIP as in CDC's CDSi supporting data 4.64
-- definition: Persons of the registry population, living here on the season's last day (or as-of), who are six months old by
--           then, with one dose in the season (at_least_one) and fully vaccinated: two doses 24 days apart in the season for those
--           below nine years at its first dose, unless two doses so far apart were given before 1 July; else one dose. By age on
--           the season's last day.
-- enum:     indicator from (
--             select reading || suffix as indicator from (values ('at_least_one'), ('fully_vaccinated')) as readings (reading)
--             cross join (values (''), ('_6m_4y'), ('_5_17y'), ('_18_64y'), ('_65y_plus')) as bands (suffix)
--           ); exclusion_reason from (select 'deceased before the season' as exclusion_reason)
-- nulls:    evidence_date is null exactly when in_numerator = 0

with season as (
    select
        make_date(year(getvariable('period_end')) - 1, 7, 1) as from_date,
        least(make_date(year(getvariable('period_end')), 6, 30), getvariable('as_of')) as to_date,
        max(cast(value as integer)) filter (name = 'influenza_two_dose_before_months') as young_months,
        max(cast(value as integer)) filter (name = 'influenza_days_apart') as days_apart
    from code_program_parameter
),

away as (
    select away.person_key
    from person_away as away
    cross join season
    where coalesce(away.from_date <= season.to_date, true) and coalesce(away.to_date >= season.to_date, true)
),

persons as (
    select
        person.person_key,
        cql_add_months(person.birth_date, season.young_months) as old_date,
        case
            when cql_add_months(person.birth_date, 60) > season.to_date then '6m_4y'
            when cql_add_months(person.birth_date, 216) > season.to_date then '5_17y'
            when cql_add_months(person.birth_date, 780) > season.to_date then '18_64y'
            else '65y_plus'
        end as age_band,
        case
            when person.is_deceased and coalesce(person.death_date < season.from_date, true) then 'deceased before the season'
        end as exclusion_reason
    from dim_person as person
    cross join season
    where cql_add_months(person.birth_date, 6) <= season.to_date
        and season.from_date <= getvariable('as_of')
        and person.person_key not in (select person_key from away)
        and not person.is_opted_out
),

doses as (
    select
        dose.person_key,
        dose.admin_date,
        persons.old_date > season.from_date as may_be_young,
        dose.admin_date >= season.from_date as is_in_season
    from persons
    cross join season
    join influenza_date as dose on dose.person_key = persons.person_key and dose.admin_date <= season.to_date
),

firsts as (
    select person_key, min(admin_date) as first_date
    from doses
    where is_in_season
    group by person_key
),

-- Only children under nine may need two doses. Of days in order some two lie far enough apart when the first and the last do.
children as (
    select
        person_key,
        list_sort(list(admin_date) filter (is_in_season)) as in_season,
        max(admin_date) filter (not is_in_season) - min(admin_date) filter (not is_in_season) as days_before
    from doses
    where may_be_young
    group by person_key
),

met as (
    select
        persons.*,
        firsts.first_date,
        case
            when firsts.first_date >= persons.old_date or children.days_before >= season.days_apart then firsts.first_date
            else list_filter(children.in_season, lambda day: day - firsts.first_date >= season.days_apart)[1]
        end as full_date
    from persons
    cross join season
    left join firsts using (person_key)
    left join children using (person_key)
),

rows as (
    select person_key, exclusion_reason, 'at_least_one' as indicator, age_band, first_date as evidence_date from met
    union all
    select person_key, exclusion_reason, 'fully_vaccinated', age_band, full_date from met
)

select
    rows.indicator || bands.suffix as indicator,
    rows.person_key as unit_key,
    rows.person_key,
    1 as in_denominator,
    cast(rows.exclusion_reason is not null as integer) as is_excluded,
    cast(rows.evidence_date is not null as integer) as in_numerator,
    rows.evidence_date,
    rows.exclusion_reason
from rows
join (
    values ('6m_4y', ''), ('5_17y', ''), ('18_64y', ''), ('65y_plus', ''),
        ('6m_4y', '_6m_4y'), ('5_17y', '_5_17y'), ('18_64y', '_18_64y'), ('65y_plus', '_65y_plus')
) as bands (age_band, suffix) using (age_band)
