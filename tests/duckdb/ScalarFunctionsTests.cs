using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class ScalarFunctionsTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 4 });
    readonly DuckDbConnection connection;

    public ScalarFunctionsTests()
    {
        connection = database.Connect();
        ScalarFunctions.Register<long, int>(connection, "low_digit", number => (int)(number % 10));
        ScalarFunctions.Register<DateOnly, long, DateOnly>(connection, "days_on", (day, n) => day.AddDays((int)n));
        ScalarFunctions.Register<DateOnly, DateOnly, int>(connection, "days_from", (from, to) => to.DayNumber - from.DayNumber);
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_049)]
    [InlineData(500_000)]
    public void Each_row_has_the_result_of_its_own_values_and_none_where_one_of_them_is_missing(int rows)
    {
        connection.Execute($"""
            create table given as
            select
                case when hash(i, 1) % 5 > 0 then i end as n,
                case when hash(i, 2) % 5 > 0 then date '2000-02-28' + cast(i % 9000 as integer) end as day
            from range({rows}) as numbers (i)
            """);
        Assert.Equal(0, connection.QueryScalar<long>("""
            select count(*) from given
            where low_digit(n) is distinct from n % 10
                or days_on(day, n % 100) is distinct from day + cast(n % 100 as integer)
                or days_from(date '2000-01-01', day) is distinct from cast(day - date '2000-01-01' as integer)
            """));
    }

    [Fact]
    public void They_can_be_filtered_grouped_and_given_constants()
    {
        Assert.Equal(10, connection.QueryScalar<long>("select count(*) from (select low_digit(i) from range(1000) as numbers (i) group by low_digit(i))"));
        Assert.Equal(7, connection.QueryScalar<int>("select low_digit(37)"));
        Assert.Equal(new DateOnly(2024, 3, 1), connection.QueryScalar<DateOnly>("select days_on(date '2024-02-29', 1)"));
        Assert.Null(connection.QueryScalar<int?>("select low_digit(null)"));
        Assert.Equal(100, connection.QueryScalar<long>("select count(*) from range(1000) as numbers (i) where low_digit(i) = low_digit(3)"));
        Assert.Equal(3, connection.QueryScalar<int>("select low_digit(i) from (select case when i > 5 then null else i end as i from range(4, 9) as n (i)) order by low_digit(i) nulls last limit 1") - 1);
    }

    [Fact]
    public void What_a_function_throws_and_a_day_that_is_none_fail_the_statement_with_the_reason()
    {
        ScalarFunctions.Register<long, int>(connection, "no_sevens", n => n == 7 ? throw new InvalidOperationException("seven of all numbers") : 0);
        var error = Assert.Throws<DuckDbException>(() => connection.QueryScalar<long>("select sum(no_sevens(i)) from range(10) as numbers (i)"));
        Assert.Contains("seven of all numbers", error.Message);
        Assert.Contains("1 to 9999", Assert.Throws<DuckDbException>(() => connection.QueryScalar<int>("select days_from(date '2000-01-01', date 'infinity')")).Message);
        Assert.Equal(3, connection.QueryScalar<int>("select low_digit(3)"));
    }

    [Fact]
    public void A_function_takes_the_place_of_one_of_its_name_and_a_type_that_is_not_known_is_refused()
    {
        ScalarFunctions.Register<long, int>(connection, "low_digit", _ => -1);
        Assert.Equal(-1, connection.QueryScalar<int>("select low_digit(7)"));
        Assert.Throws<NotSupportedException>(() => ScalarFunctions.Register<double, int>(connection, "rounded", value => (int)value));
    }

    [Fact]
    public void Connections_of_one_database_share_them_and_run_them_side_by_side()
    {
        Parallel.For(0, 4, _ =>
        {
            using var other = database.Connect();
            Assert.Equal(4_500_000, other.QueryScalar<long>("select cast(sum(low_digit(i)) as bigint) from range(1000000) as numbers (i)"));
        });
    }
}
