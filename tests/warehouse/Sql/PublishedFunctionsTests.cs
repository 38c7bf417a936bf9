using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>The macros in a published file against the functions in C# that a build runs with.</summary>
public class PublishedFunctionsTests
{
    [Fact]
    [Trait("kind", "sql")]
    public void Readers_of_a_published_build_have_the_same_calendar_and_buckets()
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 2 });
        using var connection = database.Connect();
        Content.MakeFunctions(connection);
        connection.Execute("attach ':memory:' as published");
        Content.PublishMacros(connection, "published");
        connection.Execute("""
            create table own as
            select *, bucket_of(key) as bucket, cql_add_months(born, months) as birthday, cdsi_add_months(born, months) as anniversary, cql_age_months(born, day) as age
            from (
                select
                    cast(hash(i, 1) >> 1 as bigint) as key,
                    date '1900-01-01' + cast(hash(i, 2) % 50000 as integer) as born,
                    cast(hash(i, 3) % 2000 as bigint) - 600 as months,
                    date '1900-01-01' + cast(hash(i, 4) % 50000 as integer) as day
                from range(200000) as numbers (i)
                union all
                -- The days of four years against those of the months after: ends of months and leap days.
                select i, date '2023-01-01' + cast(i % 1461 as integer), i % 30, date '2023-01-01' + cast(i % 1461 + i % 67 as integer)
                from range(150000) as numbers (i)
            )
            """);
        connection.Execute("use published");
        Assert.Equal(350_000, connection.QueryScalar<long>("""
            select count(*) from memory.main.own
            where bucket = bucket_of(key) and birthday = cql_add_months(born, months) and anniversary = cdsi_add_months(born, months) and age = cql_age_months(born, day)
            """));
        Assert.Equal("macro", connection.QueryScalar<string>("select function_type from duckdb_functions() where function_name = 'bucket_of' and database_name = 'published'"));
    }
}
