-- A made-up star for the measures bench: routine vaccines on routine days with delays and gaps, all by hash, so that the same
-- number of persons always gives the same rows. Variables: n_persons, years (birth years up to 2023, 1 = two-year-olds of 2025),
-- as_of. About 20 doses a child of two years. Statements are separated by a line with a semicolon alone.
-- Longer than 150 lines because it is one star: its tables are made from each other, in this order.
create table routine as
select *
from (
    values
        -- days of life, CVX, of 100 children how many get it, antigens
        (0, '08', 78, ['HepB']), (62, '08', 92, ['HepB']), (185, '08', 88, ['HepB']),
        (62, '20', 93, ['Diphtheria', 'Tetanus', 'Pertussis']), (123, '20', 92, ['Diphtheria', 'Tetanus', 'Pertussis']),
        (185, '20', 90, ['Diphtheria', 'Tetanus', 'Pertussis']), (480, '106', 80, ['Diphtheria', 'Tetanus', 'Pertussis']),
        (62, '10', 93, ['Polio']), (123, '10', 92, ['Polio']), (185, '10', 90, ['Polio']),
        (62, '49', 92, ['Hib']), (123, '49', 91, ['Hib']), (370, '48', 80, ['Hib']),
        (62, '216', 92, ['Pneumococcal']), (123, '133', 91, ['Pneumococcal']), (185, '133', 89, ['Pneumococcal']),
        (370, '216', 83, ['Pneumococcal']), (62, '119', 85, ['Rotavirus']), (123, '119', 82, ['Rotavirus']),
        (370, '03', 91, ['Measles', 'Mumps', 'Rubella']), (370, '21', 90, ['Varicella']), (370, '83', 86, ['HepA']),
        (210, '141', 60, ['Influenza']), (245, '150', 55, ['Influenza']), (575, '158', 50, ['Influenza'])
) as slots (age_days, cvx, of_100, antigens)
;
create table older_routine as
select *
from (
    values
        (1500, '130', 88, ['Diphtheria', 'Tetanus', 'Pertussis', 'Polio']), (1500, '03', 88, ['Measles', 'Mumps', 'Rubella']),
        (1500, '21', 86, ['Varicella']), (4100, '115', 85, ['Diphtheria', 'Tetanus', 'Pertussis']),
        (4100, '114', 84, ['Meningococcal']), (4100, '165', 72, ['HPV']), (4300, '165', 60, ['HPV']),
        (18500, '187', 40, ['Zoster']), (18600, '187', 35, ['Zoster']), (23800, '133', 55, ['Pneumococcal']),
        (9000, '113', 50, ['Diphtheria', 'Tetanus']), (16000, '207', 60, ['COVID-19'])
) as slots (age_days, cvx, of_100, antigens)
;
create table dim_person as
select
    i as person_key,
    cast(i * 64 // getvariable('n_persons') as integer) as bucket,
    make_date(2023 - cast(hash(i, 1) % getvariable('years') as integer), 1, 1) + cast(hash(i, 2) % 365 as integer) as birth_date,
    case when hash(i, 3) % 2 = 0 then 'F' else 'M' end as sex,
    case hash(i, 4) % 8 when 0 then null when 1 then '1002-5' when 2 then '2106-3;2054-5' when 3 then '2054-5' else '2106-3' end
        as race,
    case hash(i, 5) % 3 when 0 then '2135-2' else '2186-5' end as ethnicity,
    'en' as language,
    case when hash(i, 6) % 100 = 0 then 'out_of_state' when hash(i, 6) % 100 = 1 then 'unknown'
        else cast(35001 + 2 * (hash(i, 7) % 33) as varchar)
    end as county_fips,
    cast(870 + hash(i, 7) % 15 as varchar) as zip3,
    false as is_multiple_birth,
    hash(i, 8) % 500 = 0 as is_deceased,
    case when hash(i, 8) % 500 = 0 then date '2024-06-01' + cast(hash(i, 9) % 400 as integer) end as death_date,
    case when hash(i, 10) % 60 = 0 then 'M' else 'A' end as registry_status,
    case when hash(i, 10) % 120 = 0 then getvariable('as_of') - 400 end as registry_status_from,
    false as is_protected,
    hash(i, 11) % 300 = 0 as is_opted_out,
    timestamp '2023-01-05 08:00:00' as first_received_at,
    timestamp '2023-01-05 08:00:00' as first_told_at,
    2 as n_records,
    2 as n_senders
from range(1, getvariable('n_persons') + 1) as persons (i)
;
create table fct_dose as
with slots as (
    select row_number() over () as slot, * from routine
    union all
    select 100 + row_number() over (), * from older_routine
),

-- Adults have one influenza dose in two years, of the last ten.
seasons as (
    select 200 + season as slot, season from range(10) as years (season)
),

given as (
    select
        person.person_key,
        person.bucket,
        slots.slot,
        -- What is due in the same fortnight is given on one day, but for one dose in twelve.
        person.birth_date + slots.age_days + cast(
            case when hash(person.person_key, slot, 1) % 12 = 0 then hash(person.person_key, slot, 2) % 90
                when hash(person.person_key, age_days, 1) % 5 = 0 then hash(person.person_key, age_days, 2) % 60
                else hash(person.person_key, age_days, 2) % 10
            end as integer
        ) as admin_date,
        slots.cvx
    from dim_person as person
    join slots on hash(person.person_key, slot, 3) % 100 < of_100
    -- Who is older than 45 has no childhood history on record.
    where person.birth_date >= date '1980-01-01' or age_days > 6000
    union all
    select
        person.person_key,
        person.bucket,
        slot,
        make_date(2024 - cast(season as integer), 9, 15) + cast(hash(person.person_key, slot, 2) % 90 as integer),
        '150'
    from dim_person as person
    join seasons on hash(person.person_key, slot, 3) % 2 = 0
    where person.birth_date < make_date(2021 - cast(season as integer), 1, 1)
)

select
    cast(row_number() over () as bigint) as dose_key,
    person_key,
    bucket,
    admin_date,
    cvx,
    'PMC' as mvx,
    null::varchar as ndc,
    'L' || hash(person_key, slot) % 5000 as lot,
    null::date as expiration_date,
    case when hash(person_key, slot, 4) % 5 = 0 then 'historical' else 'administered' end as kind,
    hash(person_key, slot, 5) % 100 > 0 as is_completed,
    null::varchar as refusal_reason,
    cast(1 + hash(person_key, 12) % (getvariable('n_persons') // 1500 + 5) as bigint) as practice_key,
    'S' || hash(person_key, 12) % 20 as sender,
    case hash(person_key, 13) % 3 when 0 then 'V02' when 1 then 'V01' end as eligibility,
    null::varchar as funding,
    'IM' as route,
    'LA' as site,
    admin_date + cast(hash(person_key, slot, 6) % 20 as integer) as entered_date,
    1 as n_sources,
    false as is_unsure
from (
    select * from given where admin_date <= getvariable('as_of') order by bucket, person_key, admin_date, cvx
)
;
create table fct_observation as
select
    person_key * 4 + n as observation_key,
    person_key,
    bucket,
    null::bigint as dose_key,
    'condition' as kind,
    'SCT' as code_system,
    case hash(person_key, n, 20) % 7 when 0 then '38907003' when 1 then '86406008' when 2 then '471321000124106'
        when 3 then '3E0234Z' when 4 then '14189004' else 'Z28.3' end as code,
    null::varchar as value_system,
    null::varchar as value_code,
    null::varchar as value_text,
    null::double as value_number,
    birth_date + cast(hash(person_key, n, 21) % 700 as integer) as observed_date
from dim_person
cross join range(2) as times (n)
where hash(person_key, n, 22) % 20 = 0
;
create table fct_dose_evaluation as
select
    dose.dose_key,
    dose.person_key,
    dose.bucket,
    dose.admin_date,
    antigen.name as antigen,
    coalesce(series.series, antigen.name || ' standard series') as series,
    'Standard' as series_type,
    -- By the age at which the doses of a series lie; the first of each where it has no such ages.
    cast(case
        when antigen.name = 'Pertussis' and dose.admin_date > person.birth_date + 3600 then 11
        else len(list_filter(coalesce(series.ends, []), lambda days: person.birth_date + days < dose.admin_date)) + 1
    end as integer) as target_dose,
    case when hash(dose.dose_key) % 40 = 0 then 'Not Valid' else 'Valid' end as status,
    case when hash(dose.dose_key) % 40 = 0 then 'too early' else '' end as reasons
from fct_dose as dose
join (
    select distinct cvx, unnest(antigens) as name from (select * from routine union all select * from older_routine)
) as antigen using (cvx)
join dim_person as person using (person_key)
left join (
    values
        ('HepB', 'HepB 3-dose series', [30, 150]), ('Pertussis', 'Pertussis standard series', [110, 170, 400, 1400]), ('Polio', 'Polio 4-dose series', [110, 170, 1400]),
        ('Hib', 'Hib PRP-OMP 3-dose series', [110, 300]), ('Pneumococcal', 'Pneumococcal 4-dose series', [110, 170, 350]), ('Rotavirus', 'Rotavirus 3-dose series', [110, 170]),
        ('Measles', 'Measles 2-dose series', [1400]), ('Varicella', 'Varicella childhood 2-dose series', [1400]), ('HepA', 'HepA 2-dose series', [500]),
        ('Meningococcal', 'Meningococcal ACWY 2-dose series', [5800]), ('HPV', 'HPV 2-dose series', [4250])
) as series (name, series, ends) on series.name = antigen.name
where dose.is_completed
order by dose.bucket, dose.person_key, dose.admin_date, dose.dose_key, antigen.name
;
create table fct_forecast as
select
    person.person_key,
    person.bucket,
    groups.name as vaccine_group,
    'Standard' as series_type,
    case when hash(person.person_key, groups.name) % 10 < 6 then 'Complete' else 'Not Complete' end as status,
    3 as dose_number,
    getvariable('as_of') + cast(hash(person.person_key, groups.name) % 400 as integer) - 200 as earliest_date,
    getvariable('as_of') + cast(hash(person.person_key, groups.name) % 400 as integer) - 180 as recommended_date,
    getvariable('as_of') + cast(hash(person.person_key, groups.name) % 400 as integer) - 150 as past_due_date,
    null::date as latest_date,
    '20' as recommended_cvx,
    false as is_shared_decision,
    '' as reasons,
    getvariable('as_of') + 30 as valid_until
from dim_person as person
cross join (
    values ('DTaP/Tdap/Td'), ('Polio'), ('MMR'), ('Hib'), ('HepB'), ('Varicella'), ('Pneumococcal'), ('HepA'), ('Rotavirus'),
        ('Influenza'), ('COVID-19'), ('HPV'), ('Meningococcal'), ('Zoster')
) as groups (name)
order by person.bucket, person.person_key, groups.name
;
create table dim_practice as
select
    i as practice_key, 'P' || i as practice_id, 'Practice ' || i as practice_name,
    case when i % 10 = 0 then 'public' else 'pediatrics' end as practice_type, null::varchar as pin,
    cast(35001 + 2 * (i % 33) as varchar) as county_fips, null::varchar as parent_id,
    null::date as opened_date, null::date as closed_date
from range(1, getvariable('n_persons') // 1500 + 6) as sites (i)
;
create table fct_person_practice as
select
    person_key, bucket, cast(1 + hash(person_key, 12) % (getvariable('n_persons') // 1500 + 5) as bigint) as practice_key,
    'active' as status, birth_date + 60 as from_date, null::date as to_date, 'newest contact' as status_author,
    person_key as relation_key
from dim_person
;
create table fct_person_residence as
select
    person_key, bucket, county_fips, case county_fips when 'out_of_state' then 'out' when 'unknown' then 'unknown' else 'in' end
        as jurisdiction_status,
    birth_date as from_date, null::date as to_date, 'vxu' as evidence
from dim_person
;
create table person_record as
select
    person_key * 2 + n as record_key, person_key, bucket, case n when 0 then 'birth' else 'vxu' end as record_type,
    'S' || hash(person_key, 12) % 20 as sender, 'S' as person_id_authority, cast(person_key as varchar) as person_id,
    null::varchar as birth_facility, county_fips as birth_county_fips, birth_date, county_fips,
    cast(birth_date + 4 as timestamp) as received_at, cast(birth_date + 4 as timestamp) as message_at
from dim_person
cross join range(2) as records (n)
;
create table fct_population as
select
    county as geography_fips, cast(age as integer) as age_years, 2025 as year,
    cast(getvariable('n_persons') // (34 * getvariable('years')) + 1 as bigint) as population, 'made up' as source
from (select distinct county_fips as county from dim_person where county_fips like '35%' union all select '35') as areas
cross join range(86) as ages (age)
;
create table fct_plan_enrollment (
    member_key bigint, plan varchar, product_line varchar, birth_date date, sex varchar, from_date date, to_date date,
    person_key bigint, bucket integer)
;
create table fct_delivery (
    delivery_key bigint, person_key bigint, birth_date date, delivery_date date, gestational_weeks integer, facility varchar)
;
create table fct_person_consent (
    person_key bigint, bucket integer, kind varchar, value varchar, from_date date, to_date date, source varchar)
;
create table fct_stock_event (
    stock_key bigint, practice_key bigint, event varchar, doses integer, event_date date, cvx varchar, ndc varchar, lot varchar,
    funding varchar)
;
create table link_review (record_a bigint, record_b bigint, person_a bigint, person_b bigint, kind varchar)
;
create table link_estimate ( generation bigint, sender varchar, n_linked_judged integer, n_linked_different integer, n_apart_judged integer, n_apart_same integer, precision_share double, precision_low double, precision_high double, recall_share double, recall_low double, recall_high double)
;
create view dim_vaccine_group as select cvx, vaccine_group from code_cvx_group
;
create view person_home_practice as select person_key, practice_key from fct_person_practice where status = 'active'
;
create view plan_member_line as select member_key, product_line from fct_plan_enrollment
;
create view dim_registry_status as
    select status, is_in_jurisdiction = '1' as is_in_jurisdiction, is_recalled = '1' as is_recalled, practice_status
    from code_registry_status
;
create view dim_consent_policy as
    select kind, consequence, cast(effective_from as date) as effective_from, cast(effective_to as date) as effective_to
    from code_consent_policy
;
create table dim_person_policy (person_key bigint, consequence varchar)
;
create table dim_jurisdiction as select '35' as state_fips
;
create table stg_site_visit (
    visit_row_key bigint, message_key bigint, practice_id varchar, reviewer varchar, strategies varchar, visit_date date,
    received_at timestamp)
