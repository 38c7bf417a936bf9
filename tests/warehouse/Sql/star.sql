-- Empty star for measure fixtures: the columns that measures read, with defaults for what a drawn table leaves out.
create table dim_person (
    person_key bigint, bucket integer default 0, birth_date date, sex varchar default 'F', race varchar, ethnicity varchar,
    language varchar, county_fips varchar default '35001', zip3 varchar, is_multiple_birth boolean default false,
    is_deceased boolean default false, death_date date, registry_status varchar default 'A', is_protected boolean default false,
    is_opted_out boolean default false, first_received_at timestamp default timestamp '2020-01-01', n_records integer default 1,
    n_senders integer default 1);
create sequence dose_keys;
create table fct_dose (
    dose_key bigint default nextval('dose_keys'), person_key bigint, bucket integer default 0, admin_date date, cvx varchar,
    mvx varchar, ndc varchar, lot varchar, expiration_date date, kind varchar default 'administered',
    is_completed boolean default true, refusal_reason varchar, practice_key bigint, sender varchar default 'S1',
    eligibility varchar, funding varchar, route varchar, site varchar, entered_date date, n_sources integer default 1,
    is_unsure boolean default false);
create table fct_dose_evaluation (
    dose_key bigint, person_key bigint, bucket integer default 0, admin_date date, antigen varchar, series varchar,
    series_type varchar default 'Standard', target_dose integer, status varchar default 'Valid', reasons varchar);
create table fct_forecast (
    person_key bigint, bucket integer default 0, vaccine_group varchar, series_type varchar default 'Standard', status varchar,
    dose_number integer, earliest_date date, recommended_date date, past_due_date date, latest_date date,
    recommended_cvx varchar, is_shared_decision boolean default false, reasons varchar, valid_until date);
create sequence observation_keys;
create table fct_observation (
    observation_key bigint default nextval('observation_keys'), person_key bigint, bucket integer default 0, dose_key bigint,
    kind varchar, code_system varchar default 'LN', code varchar, value_system varchar default 'SCT', value_code varchar,
    value_text varchar, value_number double, observed_date date);
create table fct_plan_enrollment (
    member_key bigint, plan varchar default 'P1', product_line varchar default 'commercial', birth_date date, sex varchar,
    from_date date, to_date date, person_key bigint, bucket integer default 0);
create table fct_person_practice (
    person_key bigint, bucket integer default 0, practice_key bigint, status varchar default 'active', from_date date, to_date date,
    status_author varchar);
create table dim_practice (
    practice_key bigint, practice_id varchar, practice_name varchar, practice_type varchar default 'pediatrics', pin varchar,
    county_fips varchar default '35001', parent_id varchar, opened_date date, closed_date date);
create table fct_population (geography_fips varchar, age_years integer, year integer, population bigint, source varchar);
create table fct_delivery (
    delivery_key bigint, person_key bigint, birth_date date, delivery_date date, gestational_weeks integer default 39, facility varchar);
