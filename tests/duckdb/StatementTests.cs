using System.Text;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class StatementTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
    readonly DuckDbConnection connection;

    public StatementTests() => connection = database.Connect();

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    [Fact]
    public void Every_parameter_type_arrives_as_its_own_value()
    {
        (DuckDbValue Bound, string Type, string Text)[] cases =
        [
            (true, "BOOLEAN", "true"), ((sbyte)-8, "TINYINT", "-8"), ((short)-300, "SMALLINT", "-300"), (-70_000, "INTEGER", "-70000"), (long.MinValue, "BIGINT", "-9223372036854775808"),
            ((byte)200, "UTINYINT", "200"), ((ushort)65_000, "USMALLINT", "65000"), (4_000_000_000u, "UINTEGER", "4000000000"), (ulong.MaxValue, "UBIGINT", "18446744073709551615"),
            (0.5f, "FLOAT", "0.5"), (-1e300, "DOUBLE", "-1e+300"), (-12.340m, "DECIMAL(38,3)", "-12.340"), (decimal.MaxValue, "DECIMAL(38,0)", "79228162514264337593543950335"),
            ("", "VARCHAR", ""), ("a\0é漢💉 and more than twelve", "VARCHAR", "a\0é漢💉 and more than twelve"), (new byte[] { 0, 255, 65 }, "BLOB", "\\x00\\xFFA"), (Array.Empty<byte>(), "BLOB", ""),
            (new DateOnly(2024, 2, 29), "DATE", "2024-02-29"), (DateOnly.MinValue, "DATE", "0001-01-01"), (new TimeOnly(1, 2, 3), "TIME", "01:02:03"),
            (new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc), "TIMESTAMP", "1969-12-31 23:59:59"),
            (new DateTimeOffset(2024, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)), "TIMESTAMP", "2023-12-31 23:00:00"),
            ((int?)7, "INTEGER", "7"), ((DateOnly?)new DateOnly(2000, 1, 1), "DATE", "2000-01-01"),
        ];
        Assert.All(cases, c =>
        {
            // Two queries, for the reason in DuckDbStatement's remarks.
            Assert.Equal(c.Type, connection.QueryScalar<string>("SELECT typeof($1)", c.Bound));
            Assert.Equal(c.Text, connection.QueryScalar<string>("SELECT $1::VARCHAR", c.Bound));
        });
        DuckDbValue[] nulls = [DuckDbValue.Null, (string?)null, (byte[]?)null, (bool?)null, (int?)null, (long?)null, (double?)null, (decimal?)null, (DateOnly?)null, (DateTime?)null, (DateTimeOffset?)null];
        Assert.All(nulls, value => Assert.Null(connection.QueryRows("SELECT $1::VARCHAR", value)[0][0]));
    }

    [Fact]
    public void Parameters_are_bound_by_name_and_position_and_stay_bound()
    {
        using var named = connection.Prepare("SELECT $first || ':' || $second");
        Assert.Equal(2, named.ParameterCount);
        named.Bind("second", "b").BindUtf8("first", "é"u8);
        for (var i = 0; i < 3; i++)
        {
            using var reader = named.Query();
            Assert.True(reader.Read());
            Assert.Equal("é:b", reader.GetString(0));
        }
        named.ClearBindings();
        Assert.Throws<DuckDbException>(() => named.Query());
        using var placed = connection.Prepare("SELECT ? || ?");
        placed.Bind(2, "2").BindUtf8(1, ""u8);
        using var rows = placed.Query();
        Assert.True(rows.Read());
        Assert.Equal("2", rows.GetString(0));
    }

    [Fact]
    public void Wrong_parameters_are_refused_with_the_reason()
    {
        using var statement = connection.Prepare("SELECT ?::INTEGER");
        Assert.Contains("has 1 parameters", Assert.Throws<DuckDbException>(() => statement.Bind(2, 1)).Message);
        Assert.Contains("has 1 parameters", Assert.Throws<DuckDbException>(() => statement.Bind(0, 1)).Message);
        Assert.Contains("$nobody", Assert.Throws<DuckDbException>(() => statement.Bind("nobody", 1)).Message);
        Assert.Throws<DuckDbException>(() => statement.BindUtf8(1, [0xFF, 0xFE]));
        Assert.Throws<ArgumentException>(() => statement.Bind(1, new DateTime(2024, 1, 1)));
        statement.Bind(1, "not a number");
        Assert.Contains("not a number", Assert.Throws<DuckDbException>(() => { using var reader = statement.Query(); reader.ReadChunk(); }).DuckDbMessage);
        Assert.Contains("not a number", Assert.Throws<DuckDbException>(() => statement.Execute()).DuckDbMessage);
    }

    [Fact]
    public void Execute_returns_the_rows_changed_and_runs_many_statements()
    {
        Assert.Equal(0, connection.Execute("CREATE TABLE t(i INTEGER); CREATE TABLE u(i INTEGER)"));
        Assert.Equal(3, connection.Execute("INSERT INTO t VALUES (1), (2), (3)"));
        Assert.Equal(2, connection.Execute("INSERT INTO u VALUES (9); UPDATE t SET i = i + 10 WHERE i >= 2"));
        Assert.Equal(1, connection.Execute("DELETE FROM t WHERE i = $1", 12));
        Assert.Equal(0, connection.Execute("SELECT * FROM t"));
        Assert.Equal(2, connection.QueryScalar<int>("SELECT count(*) FROM t"));
        using var insert = connection.Prepare("INSERT INTO t SELECT range FROM range($n)");
        Assert.Equal(5, insert.Bind("n", 5).Execute());
        Assert.Equal(7, insert.Bind("n", 7).Execute());
        Assert.Equal(14, connection.QueryScalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Errors_carry_the_message_and_the_first_line_of_the_SQL()
    {
        var thrown = Assert.Throws<DuckDbException>(() => connection.Execute("\n\n  SELECT *\nFROM nowhere"));
        Assert.Contains("nowhere", thrown.DuckDbMessage);
        Assert.Equal("SELECT *", thrown.SqlFirstLine);
        Assert.EndsWith("SQL: SELECT *", thrown.Message);
        Assert.Contains("SELEC", Assert.Throws<DuckDbException>(() => connection.Prepare("SELEC 1")).Message);
        Assert.Contains("multiple", Assert.Throws<DuckDbException>(() => connection.Query("SELECT 1; SELECT 2")).Message);
        Assert.Equal(201, Assert.Throws<DuckDbException>(() => connection.Execute(new string('x', 500))).SqlFirstLine!.Length);
        Assert.Contains("NUL", Assert.Throws<ArgumentException>(() => connection.Execute("SELECT 1\0; SELECT 2")).Message);
    }

    [Fact]
    public void Scalars_convert_without_loss_or_not_at_all()
    {
        Assert.Equal(3, connection.QueryScalar<int>("SELECT count(*) FROM range(3)"));
        Assert.Equal(6, connection.QueryScalar<long>("SELECT sum(i) FROM range(4) t(i)"));
        Assert.Equal(1.5, connection.QueryScalar<double>("SELECT 1.5::DECIMAL(4,1)"));
        Assert.Equal(2.0, connection.QueryScalar<double>("SELECT 2"));
        Assert.Equal(2m, connection.QueryScalar<decimal>("SELECT 2::HUGEINT"));
        Assert.Equal("x", connection.QueryScalar<string>("SELECT 'x'"));
        Assert.Equal(new DateOnly(2024, 2, 29), connection.QueryScalar<DateOnly>("SELECT DATE '2024-02-29'"));
        Assert.Null(connection.QueryScalar<long?>("SELECT NULL::BIGINT"));
        Assert.Null(connection.QueryScalar<string>("SELECT NULL::VARCHAR"));
        Assert.Equal(5L, connection.QueryScalar<long?>("SELECT 5::SMALLINT"));
        Assert.Throws<InvalidOperationException>(() => connection.QueryScalar<long>("SELECT NULL::BIGINT"));
        Assert.Throws<OverflowException>(() => connection.QueryScalar<int>("SELECT 3000000000"));
        Assert.Throws<InvalidCastException>(() => connection.QueryScalar<long>("SELECT 1.5::DOUBLE"));
        Assert.Throws<InvalidCastException>(() => connection.QueryScalar<int>("SELECT '1'"));
        Assert.Throws<InvalidOperationException>(() => connection.QueryScalar<int>("SELECT 1 WHERE false"));
        Assert.Throws<InvalidOperationException>(() => connection.QueryScalar<int>("SELECT 1, 2"));
        var rows = connection.QueryRows("SELECT 1 AS Id, 'a' AS name UNION ALL SELECT 2, NULL ORDER BY id");
        Assert.Equal(2L, rows.Get<long>(1, "id"));
        Assert.Null(rows.Get<string>(1, "NAME"));
        Assert.Contains("no column x", Assert.Throws<ArgumentException>(() => rows.Get<int>(0, "x")).Message);
    }

    [Fact]
    public void Text_keeps_NULs_four_byte_characters_and_every_length_around_the_slot()
    {
        string[] texts = [.. Enumerable.Range(0, 30).Select(length => new string('x', length)), "\0", "a\0b", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "💉💉💉", "💉💉💉💉", "é" + new string('y', 1 << 20)];
        foreach (var text in texts)
        {
            using var reader = connection.Query("SELECT $1::VARCHAR, strlen($1), $1 = ''", text);
            Assert.True(reader.Read());
            Assert.Equal(text, reader.GetString(0));
            Assert.Equal(Encoding.UTF8.GetByteCount(text), reader.GetInt32(1));
            Assert.Equal(text.Length == 0, reader.GetBoolean(2));
        }
    }
}
