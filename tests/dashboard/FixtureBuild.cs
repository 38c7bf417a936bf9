using System.Globalization;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.Dashboard;

/// <summary>A small published build with the tables that pages and reports read: five counties, two measures, known numbers.</summary>
static class FixtureBuild
{
    /// <summary>Fips, name, census estimate under six, children with valid doses on two dates.</summary>
    public static readonly (string Fips, string Name, long Census, long Enrolled)[] Counties =
    [
        ("35001", "Bernalillo", 40_000, 37_420), ("35013", "Doña Ana", 16_000, 15_360), ("35021", "Harding", 30, 7),
        ("35045", "San Juan", 9_000, 8_010), ("35049", "Santa Fe", 8_000, 7_612),
    ];

    /// <summary>A data folder with one published build.</summary>
    public static string NewDataFolder()
    {
        var folder = Directory.CreateTempSubdirectory("registry-dashboard-").FullName;
        Publish(folder, "20260102T031500Z-aaaa");
        return folder;
    }

    /// <summary>Makes a build and publishes it as the real one does: by renaming the file that names it.</summary>
    /// <param name="more">Added to Bernalillo's enrolled children, so that builds can be told apart.</param>
    public static void Publish(string dataFolder, string id, long more = 0)
    {
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "builds", id)).FullName;
        using (var database = DuckDbDatabase.Open(Path.Combine(folder, "facts.duckdb"), new DuckDbSettings { Threads = 1, MemoryLimit = 256L << 20 }))
        using (var connection = database.Connect())
            connection.Execute(Sql(id, more));
        var pointer = Path.Combine(dataFolder, "builds", "current");
        File.WriteAllText(pointer + ".next", id + "\n");
        File.Move(pointer + ".next", pointer, overwrite: true);
    }

    static string Sql(string id, long more)
    {
        var counties = string.Join(",\n", Counties.Select(county => string.Create(CultureInfo.InvariantCulture,
            $"('{county.Fips}', '{county.Name}', {county.Census}, {county.Enrolled + (county.Fips == "35001" ? more : 0)})")));
        return $"""
            create table county as select * from (values {counties}) as given (county_fips, county_name, census, enrolled);
            create table build_info as select * from (values ('build_id', '{id}'), ('as_of', '2025-12-31'), ('known_by', '2026-01-02T03:15:00Z'),
                ('schedule_version', '4.64'), ('state_fips', '35'), ('has_roster', 'false')) as given (key, value);
            create table dim_geography as
                select county_fips, county_name, '35' as state_fips, 'New Mexico' as state_name, 'county' as kind from county
                union all select 'unknown', 'Unknown county', null, null, 'unknown' union all select 'out_of_state', 'Out of state', null, null, 'out_of_state';
            create table dim_practice as select * from (values (1, 'P1', 'Pediatrics of the Valley'), (2, 'P2', 'Clinic <i>Two</i>')) as given (practice_key, practice_id, practice_name);
            create table dim_measure as select * from (values
                ('fully_operational', 'Children enrolled', 'CDC', '1', 'one child', 'persons', 'as_of', 'made up', 'Children by reading.', ''),
                ('cis', 'Childhood immunization status', 'made up', 'MY2025', 'one child', 'persons', 'calendar_year', 'made up', 'Children who turn two.', ''))
                as given (measure, title, steward, version, grain, unit, period, source, definition, nulls);
            create table reading as select * from (values ('any_record_0_71', 1.02), ('two_doses_0_71', 1.01), ('two_dates_0_71', 1.005), ('two_valid_dates_0_71', 1.0),
                ('any_record_4_71', 0.97), ('two_doses_4_71', 0.96), ('two_dates_4_71', 0.955), ('two_valid_dates_4_71', 0.95)) as given (indicator, factor);
            create table enrolled as
                select indicator, 'county' as dimension, county_fips as member, cast(floor(enrolled * factor) as bigint) as n_numerator, cast(ceil(census * 1.01) as bigint) as n_denominator
                from reading, county
                union all select indicator, 'county', 'unknown', 40, 60 from reading;
            insert into enrolled select indicator, 'state', 'all', sum(n_numerator)::bigint, sum(n_denominator)::bigint from enrolled group by indicator;
            create table antigen as select * from (values ('dtap', 0.79), ('ipv', 0.91), ('mmr', 0.92), ('hib', 0.9), ('hepb', 0.91), ('vzv', 0.91), ('pcv', 0.82),
                ('hepa', 0.88), ('rotavirus', 0.76), ('influenza', 0.52), ('combination_3', 0.71), ('combination_7', 0.63), ('combination_10', 0.4)) as given (indicator, factor);
            create table two_year_olds as
                select county_fips as member, 'county' as dimension, greatest(census // 6, 400) as n from county
                union all select '1', 'practice', 6000 union all select '2', 'practice', 500;
            insert into two_year_olds select 'all', 'state', sum(n)::bigint from two_year_olds where dimension = 'county';
            create table agg_measure_rate as
                select 'fully_operational' as measure, '2025-12-31' as period, indicator, dimension, member, n_denominator as n_initial, 0::bigint as n_excluded,
                    n_denominator, n_numerator, n_numerator / n_denominator as rate, true as is_complete from enrolled
                union all
                select 'cis', period, indicator, dimension, member, n::bigint, 0, n::bigint, cast(floor(n * (factor - off)) as bigint), floor(n * (factor - off)) / n, true
                from antigen, two_year_olds, (values ('2025', 0.0), ('2024', 0.01)) as years (period, off);
            create table agg_ecds (measure varchar, period varchar, indicator varchar, product_line varchar, stratum_kind varchar, stratum varchar, record_source varchar, n_initial bigint, n_excluded bigint, n_denominator bigint, n_numerator bigint, rate double, has_roster boolean);
            create table agg_measure_trend as
                select measure, as_of_date, indicator, dimension, member, n_denominator, cast(floor(n_numerator * (1 - 0.01 * back)) as bigint) as n_numerator, rate, is_complete
                from agg_measure_rate, (values (date '2025-12-31', 0), (date '2025-09-30', 1), (date '2025-06-30', 2), (date '2025-03-31', 3)) as days (as_of_date, back)
                where dimension in ('state', 'county') and period in ('2025', '2025-12-31');
            create table fct_population as
                select county_fips as geography_fips, age_years, 2025 as year, census // 6 as population, 'made up' as source from county, range(6) as ages (age_years)
                union all select '35', age_years, 2025, (select sum(census)::bigint // 6 from county), 'made up' from range(6) as ages (age_years);
            create table agg_enrolment as
                select '2025-12-31' as period, replace(replace(indicator, '_0_71', ''), '_4_71', '') as indicator,
                    case when ends_with(indicator, '0_71') then '0-71 months' else '4-71 months' end as age_band,
                    case member when 'all' then 'state' else member end as county_fips, n_numerator, n_denominator as n_registry,
                    case when ends_with(indicator, '0_71') then coalesce(county.census, (select sum(census)::bigint from county))
                        else coalesce(county.census, (select sum(census)::bigint from county)) * 17 // 18 end as census_population,
                    null::double as rate, null::double as capped_rate
                from enrolled left join county on county.county_fips = member
                where member <> 'unknown'
                union all select '2025-12-31', 'any_record', '0-71 months', 'unknown', 40, 60, null, null, null;
            drop table county; drop table reading; drop table enrolled; drop table antigen; drop table two_year_olds;
            """;
    }
}
