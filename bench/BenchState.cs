using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Bench;

/// <summary>A made-up build in memory for the report benchmarks: 13 CIS indicators by county and practice, and patients with doses. Words of a closed list are enums, as in a build.</summary>
sealed class BenchState : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:");
    readonly DuckDbConnection connection;

    public BenchState(int patients)
    {
        connection = database.Connect();
        Content.PublishMacros(connection, "memory");
        foreach (var statement in Sql.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            connection.Execute(statement.Replace("$patients", patients.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    public ReportRequest Request(Role role) => Request(role, connection);

    /// <summary>A connection of its own, for one of several at once.</summary>
    public DuckDbConnection Connect() => database.Connect();

    public ReportRequest Request(Role role, DuckDbConnection facts) => new()
    {
        Facts = facts,
        Identity = database.Connect,
        Requester = new Requester("bench", role, "benchmark"),
        Time = TimeProvider.System,
        Audit = _ => { },
        Issued = _ => { },
        Agency = Agency.Default with { RecordKey = new byte[32] },
    };

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    const string Sql = """
        create table build_info as select * from (values ('build_id', 'bench'), ('as_of', '2026-10-31'), ('schedule_version', '4.64')) t(key, value);
        create table dim_measure as select 'cis' as measure, 'Childhood immunization status' as title, '' as steward, '' as version, '' as definition, '' as source;
        create table dim_geography as select cast(44000 + i as varchar) as county_fips, 'County ' || i as county_name from range(67) t(i);
        create table dim_practice as select i as practice_key, 'P' || i as practice_id, 'Practice ' || i as practice_name, cast(44000 + i % 67 as varchar) as county_fips from range(1, 501) t(i);
        create table agg_measure_rate as
        with cells as (
            select 'i' || indicator as indicator, practice, 20 + hash(practice) % 400 as n, (0.5 + (hash(practice, indicator) % 45) / 100.0) as rate, cast(2024 + y as varchar) as period
            from range(13) i(indicator) cross join range(1, 501) p(practice) cross join range(2) y(y)
        ),
        counted as (select indicator, period, practice, cast(n as bigint) as n, cast(floor(n * rate) as bigint) as k from cells)
        select 'cis' as measure, indicator, period, dimension, member, cast(sum(n) as bigint) as n_initial, 0::bigint as n_excluded, cast(sum(n) as bigint) as n_denominator, cast(sum(k) as bigint) as n_numerator, sum(k) / sum(n) as rate, true as is_complete
        from (select indicator, period, n, k, unnest(['state', 'county', 'practice']) as dimension, unnest(['all', cast(44000 + practice % 67 as varchar), cast(practice as varchar)]) as member from counted)
        group by all;
        create table agg_ecds (measure varchar, period varchar, indicator varchar, product_line varchar, stratum_kind varchar, stratum varchar, record_source varchar, n_initial bigint, n_excluded bigint, n_denominator bigint, n_numerator bigint, rate double, has_roster boolean);
        create table dim_person as select i as person_key, date '2024-06-01' - cast(i % 1500 as integer) as birth_date, 'F' as sex, '44001' as county_fips, false as is_deceased, false as is_protected, false as is_opted_out, 'en' as language, 'A' as registry_status from range(1, $patients + 1) t(i);
        create table identity_person as select i as person_key, 'Last' || i as last_name, 'First' || i as first_name, null::varchar as middle_name, null::varchar as suffix, date '2024-06-01' - cast(i % 1500 as integer) as birth_date, '1 Main St' as street, null::varchar as street2, 'Bristol' as city, 'RI' as state, '02809' as zip, '' as phone, '' as email, '' as guardian_last_name, '' as guardian_first_name, 'en' as language from range(1, $patients + 1) t(i);
        create table fct_person_practice as select person_key, 1 + person_key % 500 as practice_key, 'active' as status from dim_person;
        create table fct_person_consent (person_key bigint, kind varchar, value varchar, from_date date, to_date date);
        create table dim_consent_policy (kind varchar, consequence varchar, effective_from date, effective_to date);
        create table dim_registry_status (status varchar, is_in_jurisdiction boolean, is_recalled boolean);
        create table fct_plan_enrollment (member_key bigint, plan varchar, product_line varchar, from_date date, to_date date, person_key bigint);
        create table dim_vaccine as select '20' as cvx, 'DTaP' as vaccine_name;
        create table dim_vaccine_group as select '20' as cvx, 'DTAP' as vaccine_group;
        create table dim_manufacturer as select 'SKB' as mvx, 'GlaxoSmithKline' as manufacturer_name;
        create table fct_dose as select person_key * 20 + d as dose_key, person_key, birth_date + cast(60 * (d + 1) as integer) as admin_date, '20' as cvx, 'SKB' as mvx, 'L' || d as lot, 'administered' as kind, true as is_completed, 1 + person_key % 500 as practice_key from dim_person cross join range(15) t(d);
        create table fct_dose_evaluation as select dose_key, person_key, admin_date, unnest(['Diphtheria', 'Tetanus', 'Pertussis'])::enum ('Diphtheria', 'Pertussis', 'Tetanus') as antigen, (case when dose_key % 29 = 0 then 'Not Valid' else 'Valid' end)::enum ('Not Valid', 'Valid') as status, case when dose_key % 29 = 0 then 'too early' else '' end as reasons from fct_dose;
        create table fct_forecast as select person_key, unnest(['DTaP/Tdap/Td', 'MMR', 'HepB', 'Polio', 'Hib', 'Pneumococcal', 'Varicella', 'HepA', 'Influenza'])::enum ('DTaP/Tdap/Td', 'HepA', 'HepB', 'Hib', 'Influenza', 'MMR', 'Pneumococcal', 'Polio', 'Varicella') as vaccine_group, (case when person_key % 3 = 0 then 'Not Complete' else 'Complete' end)::enum ('Complete', 'Not Complete') as status, 2 as dose_number, birth_date + 400 as earliest_date, birth_date + 420 as recommended_date, birth_date + 500 as past_due_date, null::date as latest_date, 'Standard' as series_type, false as is_shared_decision from dim_person;
        create table person_home_practice as select person_key, practice_key from fct_person_practice;
        create table dim_parameter as from (values ('program', 'rank_least_patients', '30'), ('recall', 'max_contacts', '3')) t(kind, name, value);
        create table agg_timeliness as
        select practice_key, false as is_state, quarter_start_date, 400::bigint as n_doses, 300::bigint as n_within_1, 340::bigint as n_within_7, 360::bigint as n_within_14, 390::bigint as n_within_30, 1.0 as median_days
        from dim_practice cross join (select cast(date '2025-01-01' + to_months(cast(3 * i as integer)) as date) as quarter_start_date from range(8) t(i));
        create table agg_practice_assessment as
        select measure, '2026-10-31' as period, practice_key, indicator, 100::bigint as n_patients, 70::bigint as n_up_to_date, 5::bigint as n_late, 8::bigint as n_missed_last_visit, 12::bigint as n_missed_still_due,
            0.7 as rate, 0.6 as rate_low, 0.78 as rate_high, 0.69 as rate_with_inactivated, 0.75 as state_rate, practice_key as rank, 500 as n_ranked, 'within' as standing
        from dim_practice cross join (values ('practice_childhood'), ('practice_adolescent')) m(measure) cross join (select unnest(['dtap', 'ipv', 'mmr', 'hib', 'hepb', 'var', 'pcv', 'hepa_1', 'hepa_2', 'rotavirus', 'series', 'missed_opportunity', 'dtap_late_start', 'dtap_drop_off']) as indicator);
        create table fct_observation (person_key bigint, dose_key bigint, kind varchar, code varchar, value_text varchar, value_code varchar, observed_date date)
        """;
}
