using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>What <c>trend</c> reads of a build, on rows small enough to see.</summary>
public class TrendTests
{
    [Theory]
    [InlineData("published_rates.sql", "state", "all", "B1|2025-12-31|2026-01-05T00:00:00Z|4.64|published|2024|mmr|10|8|0.8|True;B1|2025-12-31|2026-01-05T00:00:00Z|4.64|published|2025|mmr|12|9|0.75|False")]
    [InlineData("published_rates.sql", "county", "35001", "B1|2025-12-31|2026-01-05T00:00:00Z|4.64|published|2025|mmr|4|4|1|False")]
    [InlineData("recomputed_rates.sql", "state", "all", "B1|2023-12-31|2026-01-05T00:00:00Z|4.64|re-computed|2023-12-31|mmr|5|1|0.2|True;B1|2024-12-31|2026-01-05T00:00:00Z|4.64|re-computed|2024-12-31|mmr|5|2|0.4|True")]
    public void Rates_come_with_the_build_they_are_of(string file, string dimension, string member, string expected)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        connection.Execute(
            """
            attach ':memory:' as b;
            create table b.build_info (key varchar, value varchar);
            insert into b.build_info values ('build_id', 'B1'), ('as_of', '2025-12-31'), ('known_by', '2026-01-05T00:00:00Z'), ('schedule_version', '4.64'), ('has_roster', 'true');
            create table b.agg_measure_rate (measure varchar, period varchar, indicator varchar, dimension varchar, member varchar, n_denominator bigint, n_numerator bigint, rate double, is_complete boolean);
            insert into b.agg_measure_rate values ('cis', '2025', 'mmr', 'state', 'all', 12, 9, 0.75, false), ('cis', '2024', 'mmr', 'state', 'all', 10, 8, 0.8, true), ('cis', '2025', 'mmr', 'county', '35001', 4, 4, 1, false), ('ima', '2025', 'hpv', 'state', 'all', 7, 1, 0.1, false);
            create table b.agg_measure_trend (measure varchar, as_of_date date, indicator varchar, dimension varchar, member varchar, n_denominator bigint, n_numerator bigint, rate double, is_complete boolean);
            insert into b.agg_measure_trend values ('cis', '2024-12-31', 'mmr', 'state', 'all', 5, 2, 0.4, true), ('cis', '2023-12-31', 'mmr', 'state', 'all', 5, 1, 0.2, true), ('cis', '2023-12-31', 'mmr', 'county', '35001', 5, 1, 0.2, true);
            """);
        var rows = connection.QueryRows(File.ReadAllText(Path.Combine(Content.Folder, file)), "cis", dimension, member)
            .Select(row => string.Join('|', row.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(expected, string.Join(';', rows));
    }
}
