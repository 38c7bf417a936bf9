using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

/// <summary>Aggregates over days against what DuckDB itself says with sorts, hash tables and filters.</summary>
public sealed class DayAggregatesTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 4 });
    readonly DuckDbConnection connection;

    public DayAggregatesTests()
    {
        connection = database.Connect();
        DayAggregates.Register(connection);
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    long Differences(string own, string theirs, string from) => connection.QueryScalar<long>($"""
        with rows as (from {from}), own as (select * from ({own})), theirs as (select * from ({theirs}))
        select count(*) from ((from own except all from theirs) union all (from theirs except all from own))
        """);

    /// <summary>Groups of no, few and many days, with repeats and nulls, in any order, small enough for one thread and large enough for all.</summary>
    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(500, 100, 20)]
    [InlineData(400_000, 100_000, 12)]
    [InlineData(60_000, 40, 4_000)]
    [InlineData(1_000_000, 300_000, 3)]
    public void It_gives_the_sorted_distinct_days_of_each_group(int rows, int groups, int days)
    {
        connection.Execute($"""
            create or replace table given as
            select hash(i, 1) % {groups} as person, case when hash(i, 2) % 7 > 0 then date '2020-01-01' + cast(hash(i, 3) % {days} as integer) end as day, hash(i, 4) % 3 as kind
            from range({rows}) as numbers (i)
            """);
        Assert.Equal(0, Differences(
            "select person, distinct_days(day) as days from rows group by person",
            "select person, list_sort(list(distinct day) filter (day is not null)) as days from rows group by person", "given"));
        Assert.Equal(0, Differences(
            "select person, distinct_days(day) filter (kind = 1) as days, distinct_days(day) filter (kind <> 1) as others from rows group by person",
            "select person, list_sort(list(distinct day) filter (kind = 1 and day is not null)) as days, list_sort(list(distinct day) filter (kind <> 1 and day is not null)) as others from rows group by person", "given"));
        Assert.Equal(0, Differences("select distinct_days(day) as days from rows", "select list_sort(list(distinct day) filter (day is not null)) as days from rows", "given"));
        Assert.Equal(rows > 100, connection.QueryScalar<bool>("select max(len(days)) > 2 from (select distinct_days(day) as days from given group by person)"));
    }

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(300, 40, 30)]
    [InlineData(400_000, 60_000, 12)]
    [InlineData(60_000, 20, 4_000)]
    public void It_gives_the_first_four_days_of_each_bit(int rows, int groups, int days)
    {
        connection.Execute($"""
            create or replace table given as
            select
                hash(i, 1) % {groups} as person,
                case when hash(i, 2) % 7 > 0 then date '2020-01-01' + cast(hash(i, 3) % {days} as integer) end as day,
                case hash(i, 4) % 9 when 0 then null when 1 then 0 when 2 then 2147483648 else hash(i, 5) % 64 & hash(i, 6) end::uinteger as bits
            from range({rows}) as numbers (i)
            """);
        foreach (var bit in new[] { 0, 1, 5, 7, 31 })
            Assert.Equal(0, Differences(
                $"select person, [found for found in coalesce(days_by_bit(day, bits), [])[{4 * bit + 1} : {4 * bit + 4}] if isfinite(found)] as days from rows group by person",
                $"select person, coalesce(min(distinct day, 4) filter (bits & {1u << bit} <> 0), []) as days from rows group by person", "given"));
        Assert.Equal(rows > 100, connection.QueryScalar<bool>("select coalesce(max(len(days)), 0) = 128 from (select days_by_bit(day, bits) as days from given group by person)"));
    }

    [Fact]
    public void No_day_is_null_as_with_list()
    {
        Assert.True(connection.QueryScalar<bool>("select distinct_days(day) is null from (select null::date as day) where false"));
        Assert.True(connection.QueryScalar<bool>("select distinct_days(null::date) is null"));
    }

    [Fact]
    public void It_works_over_a_window() =>
        Assert.Equal(0, Differences(
            "select i, distinct_days(day) over (order by i rows between 9 preceding and current row) as days from rows",
            "select i, (select list_sort(list(distinct day)) from rows as before where before.i between rows.i - 9 and rows.i) as days from rows",
            "(select i, date '2024-02-28' + cast(hash(i) % 6 as integer) as day from range(300) as numbers (i))"));

    [Fact]
    public void Other_connections_of_the_database_know_it()
    {
        using var other = database.Connect();
        Assert.Equal(2L, other.QueryScalar<long>("select len(distinct_days(day)) from (values (date '2024-02-29'), (date '2024-02-28'), (date '2024-02-29')) as days (day)"));
    }
}
