using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>Where a person lives by today's row and by the spans, and since when a registry status has held: the two tables say the same of today.</summary>
[Trait("kind", "sql")]
public class PersonPlaceTests
{
    /// <summary>"day county state status status_day" a record, oldest first, - = not told.</summary>
    static (string County, string Spans, string? StatusFrom) Of(params string[] records)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        Content.MakeFunctions(connection);
        connection.Execute("""
            create table person_record (
                person_key bigint default 1, record_key bigint, newness hugeint, record_type varchar default 'vxu', sender varchar default 'S', birth_date date default date '2020-01-01', sex varchar, race varchar,
                ethnicity varchar, language varchar, message_at timestamp, received_at timestamp default timestamp '2025-01-01', county_fips varchar, state varchar, zip varchar, multiple_birth boolean,
                registry_status varchar, registry_status_date date);
            create table code_survivorship (field varchar, record_type varchar, quality varchar);
            create table fct_person_death (person_key bigint, death_date date, source varchar, told_at timestamp, stands boolean);
            create table code_states as select unnest(['NM', 'TX']) as postal, unnest(['35', '48']) as fips;
            create table dim_geography as select unnest(['35001', '35003']) as county_fips, 'county' as kind;
            create table dim_jurisdiction as select '35' as state_fips;
            create table person_choice (person_key bigint, birth_date date, sex varchar);
            create table dim_person_policy (person_key bigint, consequence varchar);
            set variable as_of = date '2025-12-31';
            """);
        for (var i = 0; i < records.Length; i++)
        {
            var words = records[i].Split(' ').Select(word => word == "-" ? "null" : $"'{word}'").ToArray();
            connection.Execute($"insert into person_record (record_key, newness, message_at, county_fips, state, registry_status, registry_status_date) values ({i + 1}, {i + 1}, {words[0]}, {words[1]}, {words[2]}, {words[3]}, {words[4]})");
        }
        foreach (var model in new[] { "dim_person", "fct_person_residence" })
            connection.Execute($"create table {model} as {File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "warehouse", "models", "warehouse", model + ".sql"))}");
        var person = connection.QueryRows("select county_fips, cast(registry_status_from as varchar) from dim_person").Single();
        var spans = connection.QueryRows("select county_fips || ' ' || jurisdiction_status || ' ' || from_date || ' ' || coalesce(cast(to_date as varchar), '') as span from fct_person_residence order by from_date");
        return ((string)person[0]!, string.Join("; ", spans.Select(row => ((string)row[0]!).Trim())), (string?)person[1]);
    }

    [Fact]
    public void Another_state_without_a_county_is_a_move_out()
    {
        var (county, spans, _) = Of("2021-03-01 35001 NM - -", "2024-05-01 - TX - -");
        Assert.Equal(("out_of_state", "35001 in 2020-01-01 2024-04-30; out_of_state out 2024-05-01"), (county, spans));
    }

    [Fact]
    public void An_address_here_without_a_county_leaves_the_county_as_it_was() =>
        Assert.Equal(("35001", "35001 in 2020-01-01"), Two(Of("2021-03-01 35001 NM - -", "2024-05-01 - NM - -")));

    [Fact]
    public void After_another_state_it_is_a_return_to_a_county_that_is_not_known()
    {
        Assert.Equal(("unknown", "35001 in 2020-01-01 2022-12-31; out_of_state out 2023-01-01 2024-04-30; unknown unknown 2024-05-01"),
            Two(Of("2021-03-01 35001 NM - -", "2023-01-01 48001 TX - -", "2024-05-01 - NM - -", "2024-06-01 - NM - -")));
        Assert.Equal("35003", Of("2021-03-01 35001 NM - -", "2023-01-01 - TX - -", "2024-05-01 - NM - -", "2024-06-01 35003 NM - -").County);
    }

    [Fact]
    public void What_says_nothing_of_a_place_is_unknown() =>
        Assert.Equal(("unknown", "unknown unknown 2020-01-01"), Two(Of("2021-03-01 - - - -")));

    [Fact]
    public void A_status_holds_since_it_was_told_first_after_another()
    {
        Assert.Equal("2024-05-01", Of("2021-03-01 - - M -", "2022-03-01 - - A -", "2024-05-01 - - M -", "2025-05-01 - - M -").StatusFrom);
        Assert.Equal("2024-02-15", Of("2022-03-01 - - A -", "2024-05-01 - - M 2024-02-15").StatusFrom);
        Assert.Equal("2021-03-01", Of("2021-03-01 - - M -", "2022-03-01 - - - -").StatusFrom);
        Assert.Null(Of("- - - M -").StatusFrom);
    }

    static (string, string) Two((string County, string Spans, string? StatusFrom) of) => (of.County, of.Spans);
}
