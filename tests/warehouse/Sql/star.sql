-- Empty star for measure fixtures: the columns that measures read, with defaults for what a drawn table leaves out.
create table dim_person (
    person_key bigint, bucket integer default 0, birth_date date, sex varchar default 'F', race varchar, ethnicity varchar,
    language varchar, county_fips varchar default '35001', zip3 varchar, is_multiple_birth boolean default false,
    is_deceased boolean default false, death_date date, registry_status varchar default 'A', registry_status_from date, is_protected boolean default false,
    is_opted_out boolean default false, first_received_at timestamp default timestamp '2020-01-01', first_told_at timestamp default timestamp '2020-01-01', n_records integer default 1,
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
create sequence relation_keys;
create table fct_person_practice (
    relation_key bigint default nextval('relation_keys'),
    person_key bigint, bucket integer default 0, practice_key bigint, status varchar default 'active', from_date date, to_date date,
    status_author varchar);
create table dim_practice (
    practice_key bigint, practice_id varchar, practice_name varchar, practice_type varchar default 'pediatrics', pin varchar,
    county_fips varchar default '35001', parent_id varchar, opened_date date, closed_date date);
create table fct_population (geography_fips varchar, age_years integer, year integer, population bigint, source varchar);
create table fct_delivery (
    delivery_key bigint, person_key bigint, birth_date date, delivery_date date, gestational_weeks integer default 39, facility varchar);
create table fct_person_consent (
    person_key bigint, bucket integer default 0, kind varchar, value varchar, from_date date, to_date date, source varchar);
create view dim_registry_status as
    select status, is_in_jurisdiction = '1' as is_in_jurisdiction, is_recalled = '1' as is_recalled, practice_status
    from code_registry_status;
create view dim_consent_policy as
    select kind, consequence, cast(effective_from as date) as effective_from, cast(effective_to as date) as effective_to
    from code_consent_policy;
create view dim_vaccine_group as select cvx, vaccine_group from code_cvx_group;
create table dim_geography (county_fips varchar, county_name varchar, state_fips varchar, state_name varchar, kind varchar);
create table dim_measure (measure varchar, unit varchar);
create view dim_vaccine as select cvx, name as vaccine_name, status from code_cvx;
create table person_record (
    record_key bigint, person_key bigint, record_type varchar default 'vxu', sender varchar default 'S1',
    person_id_authority varchar, person_id varchar, birth_facility varchar,
    birth_county_fips varchar, practice_id varchar, registry_status varchar, registry_status_date date, birth_date date, received_at timestamp default timestamp '2020-01-01', message_at timestamp);
create table fct_stock_event (
    stock_key bigint, practice_key bigint, event varchar, doses integer, event_date date, cvx varchar, ndc varchar, lot varchar,
    funding varchar);
create table stg_message (
    message_key bigint, sender varchar default 'S1', control_id varchar, message_type varchar, outcome varchar default 'accepted',
    n_errors integer, n_warnings integer, content_hash bigint, message_at timestamp,
    received_at timestamp default timestamp '2020-01-01');
create table stg_issue (
    issue_key bigint, message_key bigint, dose_row_key bigint, rule varchar, severity varchar default 'W', text varchar);
create table stg_person (
    record_key bigint, message_key bigint, sender varchar, message_at timestamp, received_at timestamp, record_type varchar default 'vxu', practice_id varchar, middle_name varchar,
    mother_maiden_name varchar, race varchar, ethnicity varchar, street varchar, city varchar, state varchar, zip varchar,
    county_fips varchar, phone varchar, email varchar, multiple_birth boolean, guardian_last_name varchar, registry_status varchar,
    language varchar, birth_facility varchar, birth_date date, missing integer);
create table stg_dose (
    dose_row_key bigint, record_key bigint, message_key bigint, sender varchar, message_at timestamp, received_at timestamp,
    practice_id varchar, outcome varchar default 'accepted',
    action varchar default 'A', kind varchar default 'administered', cvx varchar default '20', admin_date date, entered_date date,
    lot varchar, expiration_date date, mvx varchar, ndc varchar, route varchar, site varchar, eligibility varchar, funding varchar,
    provider_id varchar, amount double, dose_id varchar, missing integer);
create table person_link (record_key bigint, person_key bigint);
create table dim_person_policy (person_key bigint, consequence varchar);
create table measure_row (
    indicator varchar, unit_key bigint, person_key bigint, in_denominator integer default 1, is_excluded integer default 0,
    in_numerator integer default 0, evidence_date date, exclusion_reason varchar);
create table agg_measure_rate (
    measure varchar, indicator varchar, period varchar, dimension varchar, member varchar, n_initial bigint, n_excluded bigint,
    n_denominator bigint, n_numerator bigint, rate double, is_complete boolean);
create table trend_point (
    measure varchar, as_of_date date, indicator varchar, dimension varchar, member varchar, n_denominator bigint, n_numerator bigint,
    rate double, is_complete boolean);
create table trend_period (measure varchar, period varchar, as_of_date date);
create table fct_person_residence (
    person_key bigint, bucket integer default 0, county_fips varchar, jurisdiction_status varchar, from_date date, to_date date,
    evidence varchar);
create table link_review (record_a bigint, record_b bigint, person_a bigint, person_b bigint, kind varchar);
create table link_estimate (
    generation bigint, sender varchar, n_linked_judged integer, n_linked_different integer, n_apart_judged integer, n_apart_same integer,
    precision_share double, precision_low double, precision_high double, recall_share double, recall_low double, recall_high double);
create table stg_site_visit (
    visit_row_key bigint, message_key bigint, practice_id varchar, reviewer varchar, strategies varchar, visit_date date,
    received_at timestamp);
create table dim_jurisdiction (state_fips varchar);
