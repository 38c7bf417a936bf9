using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>An in-memory build to report from: tables as documented, filled by SQL of the test.</summary>
sealed class Facts : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });

    public DuckDbConnection Connection { get; }
    public List<AuditRow> Audit { get; } = [];

    public Facts(string sql)
    {
        Connection = database.Connect();
        Run("create table build_info (key varchar, value varchar)");
        Run("insert into build_info values ('build_id','20261122T060000Z-abc123'),('as_of','2026-10-31'),('known_by','2026-11-20T00:00:00Z'),('schedule_version','4.64')");
        Run(sql);
    }

    public void Run(string sql)
    {
        foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Connection.Execute(statement);
    }

    public ReportRequest Request(Role role = Role.StateAdmin, params (string Name, string Value)[] parameters) => new()
    {
        Facts = Connection,
        Identity = database.Connect,
        Requester = new Requester("tester", role, "test"),
        Time = new FixedTime(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero)),
        Parameters = parameters.ToDictionary(p => p.Name, p => p.Value),
        Audit = Audit.Add,
    };

    public void Dispose()
    {
        Connection.Dispose();
        database.Dispose();
    }

    public sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>CIS of one small state over two years: 13 indicators, three counties, two practices.</summary>
    public static Facts WithMeasures() => new("""
        create table dim_measure (measure varchar, title varchar, steward varchar, version varchar, grain varchar, unit varchar, period varchar, source varchar, definition varchar, nulls varchar);
        insert into dim_measure values ('cis', 'Childhood immunization status', 'own words after HEDIS', 'MY2025', '', 'persons', 'calendar year', 'HEDIS CIS-E', 'Children who turn 2 in the year with all doses by the second birthday.', '');
        create table dim_geography (county_fips varchar, county_name varchar, state_fips varchar, state_name varchar, kind varchar);
        insert into dim_geography values ('44001','Bristol & Co','44','Rhode Island','county'),('44003','Kent','44','Rhode Island','county'),('44005','Newport','44','Rhode Island','county'),('unknown','Unknown county',null,null,'unknown');
        create table dim_practice (practice_key bigint, practice_id varchar, practice_name varchar, practice_type varchar, pin varchar, county_fips varchar, parent_id varchar, opened_date date, closed_date date);
        insert into dim_practice values (1,'P1','=SUM(A1) Pediatrics','private','1','44001',null,null,null),(2,'P2','Kent Family "Care"','public','2','44003',null,null,null);
        create table agg_measure_rate as
        with indicators (indicator, base) as (values ('dtap',0.78),('ipv',0.91),('mmr',0.92),('hib',0.9),('hepb',0.89),('vzv',0.91),('pcv',0.8),('hepa',0.88),('rv',0.72),('flu',0.6),('combo_3',0.7),('combo_7',0.6),('combo_10',0.45)),
        periods (period, shift) as (values ('2024', -0.02), ('2025', 0.0)),
        counties (county, n, c) as (values ('44001', 400, 0), ('44003', 1200, 1), ('44005', 90, 2), ('unknown', 12, 3)),
        cells as (
            select indicator, period, county, c, n as n_initial, c as n_excluded, n - c as n_denominator, cast(round((n - c) * (base + shift - c * 0.02)) as bigint) as n_numerator
            from indicators cross join periods cross join counties
        ),
        rolled as (
            select indicator, period, 'county' as dimension, county as member, n_initial, n_excluded, n_denominator, n_numerator from cells
            union all
            select indicator, period, 'practice', case when c < 2 then '1' else '2' end, sum(n_initial), sum(n_excluded), sum(n_denominator), sum(n_numerator) from cells group by 1, 2, 4
            union all
            select indicator, period, 'state', 'all', sum(n_initial), sum(n_excluded), sum(n_denominator), sum(n_numerator) from cells group by 1, 2
        )
        select 'cis' as measure, indicator, period, dimension, member, cast(n_initial as bigint) as n_initial, cast(n_excluded as bigint) as n_excluded,
            cast(n_denominator as bigint) as n_denominator, cast(n_numerator as bigint) as n_numerator, n_numerator / n_denominator as rate, true as is_complete
        from rolled
        """);
}
