using System.Text;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class ReaderTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 2 });
    readonly DuckDbConnection connection;

    public ReaderTests() => connection = database.Connect();

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    object? One(string expression) => connection.QueryRows($"SELECT {expression}")[0][0];

    [Fact]
    public void Each_type_reads_as_its_C_sharp_value()
    {
        (string Sql, object? Value)[] cases =
        [
            ("true", true), ("false", false), ("(-128)::TINYINT", sbyte.MinValue), ("32767::SMALLINT", short.MaxValue),
            ("(-2147483648)::INTEGER", int.MinValue), ("9223372036854775807", long.MaxValue),
            ("255::UTINYINT", byte.MaxValue), ("65535::USMALLINT", ushort.MaxValue), ("4294967295::UINTEGER", uint.MaxValue),
            ("18446744073709551615::UBIGINT", ulong.MaxValue),
            ("(-170141183460469231731687303715884105728)::HUGEINT", Int128.MinValue), ("(-1)::HUGEINT", (Int128)(-1)),
            ("340282366920938463463374607431768211455::UHUGEINT", UInt128.MaxValue),
            ("0.5::FLOAT", 0.5f), ("-0.1::DOUBLE", -0.1), ("'nan'::DOUBLE", double.NaN), ("'inf'::DOUBLE", double.PositiveInfinity),
            ("-12.3::DECIMAL(4,1)", -12.3m), ("-12345.678::DECIMAL(9,3)", -12345.678m), ("123456789012.345678::DECIMAL(18,6)", 123456789012.345678m),
            ("-1234567890123456789.0123456789::DECIMAL(38,10)", -1234567890123456789.012345678m - 0.0000000009m),
            ("'x'", "x"), ("''", ""), ("'twelve bytes'", "twelve bytes"), ("'thirteen bytes'", "thirteen bytes"), ("'💉'", "💉"), ("'a' || chr(0) || 'b'", "a\0b"),
            ("'\\x00\\xFFa'::BLOB", new byte[] { 0, 255, (byte)'a' }), ("''::BLOB", Array.Empty<byte>()),
            ("DATE '1970-01-01'", new DateOnly(1970, 1, 1)), ("DATE '0001-01-01'", DateOnly.MinValue), ("DATE '9999-12-31'", DateOnly.MaxValue), ("DATE '1900-02-28'", new DateOnly(1900, 2, 28)),
            ("TIME '23:59:59.999999'", new TimeOnly(TimeSpan.TicksPerDay - 10)),
            ("TIMESTAMP '1969-12-31 23:59:59.999999'", DateTime.UnixEpoch.AddTicks(-10)), ("TIMESTAMP '2024-02-29 12:34:56.123456'", new DateTime(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc).AddTicks(1234560)),
            ("TIMESTAMPTZ '2024-02-29 12:00:00+02'", new DateTime(2024, 2, 29, 10, 0, 0, DateTimeKind.Utc)),
            ("'1969-12-31 23:59:58'::TIMESTAMP_S", DateTime.UnixEpoch.AddSeconds(-2)), ("'1969-12-31 23:59:59.998'::TIMESTAMP_MS", DateTime.UnixEpoch.AddMilliseconds(-2)),
            ("'1969-12-31 23:59:59.999999999'::TIMESTAMP_NS", DateTime.UnixEpoch.AddTicks(-10)),
            ("INTERVAL '14 months -3 days 4 seconds'", new DuckDbInterval(14, -3, 4_000_000)),
            ("'00112233-4455-6677-8899-aabbccddeeff'::UUID", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")),
            ("'ffeeddcc-bbaa-9988-7766-554433221100'::UUID", Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100")),
            ("'mild'::ENUM('none', 'mild', 'severe')", "mild"), ("'{\"a\":1}'::JSON", "{\"a\":1}"), ("NULL", null), ("NULL::VARCHAR", null), ("NULL::INTEGER[]", null),
        ];
        Assert.All(cases, c => Assert.Equal(c.Value, One(c.Sql)));
        var together = connection.QueryRows($"SELECT {string.Join(", ", cases.Select(c => c.Sql))}");
        Assert.Equal(cases.Select(c => c.Value), together[0]);
    }

    [Fact]
    public void Nested_types_read_as_arrays_and_dictionaries()
    {
        (string Sql, object? Value)[] cases =
        [
            ("[1, NULL, 3]", new object?[] { 1, null, 3 }), ("[]::VARCHAR[]", Array.Empty<object?>()), ("[['a'], [], NULL]", new object?[] { new object?[] { "a" }, Array.Empty<object?>(), null }),
            ("{'a': 1, 'b': NULL::DATE, 'c': {'d': 'x'}}", new Dictionary<string, object?> { ["a"] = 1, ["b"] = null, ["c"] = new Dictionary<string, object?> { ["d"] = "x" } }),
            ("[{'a': 'long enough to leave the slot', 'b': [1]}, NULL]", new object?[] { new Dictionary<string, object?> { ["a"] = "long enough to leave the slot", ["b"] = new object?[] { 1 } }, null }),
            ("MAP {'k': 1, 'l': NULL}", new object?[] { new Dictionary<string, object?> { ["key"] = "k", ["value"] = 1 }, new Dictionary<string, object?> { ["key"] = "l", ["value"] = null } }),
            ("[1, 2, 3]::INTEGER[3]", new object?[] { 1, 2, 3 }), ("[[1, 2], [3, NULL]]::INTEGER[2][2]", new object?[] { new object?[] { 1, 2 }, new object?[] { 3, null } }),
        ];
        Assert.All(cases, c => Assert.Equal(c.Value, One(c.Sql)));
    }

    [Fact]
    public void Nested_columns_of_a_stream_hold_at_chunk_borders_and_over_shared_vectors()
    {
        // Constants, dictionaries and slices inside nested values: DuckDB keeps them unflattened for as long as it can.
        using var reader = connection.Query("""
            SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE [s, 'constant', NULL] END AS list,
              CASE WHEN i % 5 = 0 THEN NULL ELSE {'s': s, 'c': 'constant', 'l': [i, i + 1]} END AS struct, [i, NULL]::BIGINT[2] AS pair
            FROM range(5000) t(i) JOIN (SELECT j, 'text number ' || j AS s FROM range(10) u(j)) ON j = i % 10
            WHERE i % 3 <> 1 ORDER BY i
            """);
        var rows = 0L;
        while (reader.ReadChunk() is { } chunk)
        {
            var items = chunk.Column(1).Items;
            for (var row = 0; row < chunk.Count; row++, rows++)
            {
                var i = chunk.Column(0).Values<long>()[row];
                Assert.Equal(rows / 2 * 3 + rows % 2 * 2, i);
                var text = $"text number {i % 10}";
                Assert.Equal(i % 7 == 0 ? null : new object?[] { text, "constant", null }, chunk.Column(1).GetValue(row));
                if (i % 7 != 0) Assert.Equal(text, items.GetString(chunk.Column(1).ItemsOf(row).Start.Value));
                Assert.Equal(i % 5 == 0 ? null : new Dictionary<string, object?> { ["s"] = text, ["c"] = "constant", ["l"] = new object?[] { i, i + 1 } }, chunk.Column(2).GetValue(row));
                Assert.Equal(i % 5 == 0, chunk.Column(2).IsNull(row));
                if (i % 5 != 0) Assert.Equal(text, chunk.Column(2).Field("s").GetString(row));
                Assert.Equal(new object?[] { i, null }, chunk.Column(3).GetValue(row));
            }
        }
        Assert.Equal(3333, rows);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Enums_of_every_width_read_as_their_labels(int labels)
    {
        connection.Execute($"CREATE TYPE e AS ENUM (SELECT 'label ' || i FROM range({labels}) t(i) ORDER BY i)");
        var rows = connection.QueryRows($"SELECT ('label ' || i)::e, i FROM range({labels}) t(i) WHERE i IN (0, 1, {labels - 1}) ORDER BY i");
        Assert.All(rows, row => Assert.Equal($"label {row[1]}", row[0]));
        Assert.Equal(labels, rows.Columns[0].Type.Labels.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(256)]
    [InlineData(65536)]
    public void Enums_of_every_width_are_appended_by_label(int labels)
    {
        connection.Execute($"CREATE TYPE e AS ENUM (SELECT 'label ' || i FROM range({labels}) t(i) ORDER BY i); CREATE TABLE t (v e, n INTEGER)");
        using (var appender = connection.Appender("t"))
        {
            foreach (var label in new[] { 0, 1, labels - 1 }) appender.AppendLabel(label).Append(label).EndRow();
            appender.AppendNull().Append(0).EndRow();
            appender.Close();
        }
        Assert.Equal(4, connection.QueryScalar<long>("SELECT count(*) FROM t WHERE v::VARCHAR IS NOT DISTINCT FROM 'label ' || n OR v IS NULL AND n = 0"));
        using var refusing = connection.Appender("t");
        Assert.Throws<ArgumentOutOfRangeException>(() => refusing.AppendLabel(labels));
    }

    [Fact]
    public void A_label_goes_into_no_other_column()
    {
        connection.Execute("CREATE TABLE t (v INTEGER)");
        using var appender = connection.Appender("t");
        Assert.Throws<InvalidCastException>(() => appender.AppendLabel(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(300_000)]
    public void Spans_and_validity_hold_every_row_of_a_stream(int rows)
    {
        using var reader = connection.Query($"SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE i::INTEGER END, i::VARCHAR FROM range({rows}) t(i)");
        long seen = 0, nulls = 0, bytes = 0;
        while (reader.ReadChunk() is { } chunk)
        {
            var ids = chunk.Column(0).Values<long>();
            var column = chunk.Column(1);
            var values = column.Values<int>();
            Assert.InRange(chunk.Count, 1, 2048);
            for (var row = 0; row < chunk.Count; row++, seen++)
            {
                Assert.Equal(seen, ids[row]);
                var valid = column.Validity.IsEmpty || (column.Validity[row / 64] >> (row % 64) & 1) == 1;
                Assert.Equal(!valid, column.IsNull(row));
                if (valid) Assert.Equal(seen, values[row]);
                else nulls++;
                bytes += chunk.Column(2).Bytes(row).Length;
            }
        }
        Assert.Equal((rows, (rows + 2) / 3), (seen, nulls));
        Assert.Equal(Enumerable.Range(0, rows).Sum(i => (long)i.ToString(System.Globalization.CultureInfo.InvariantCulture).Length), bytes);
        Assert.Null(reader.ReadChunk());
    }

    [Fact]
    public void Rows_one_by_one_are_the_rows_of_the_chunks()
    {
        using var reader = connection.Query("SELECT i AS id, NULLIF(i, 3) AS n, i / 2 AS half, 'é' || i AS name, DATE '2020-01-01' + i::INTEGER AS day FROM range(5000) t(i)");
        var rows = 0;
        for (; reader.Read(); rows++)
        {
            Assert.Equal(rows, reader.GetInt64(reader.Ordinal("ID")));
            Assert.Equal(rows == 3, reader.IsNull(1));
            Assert.Equal(rows / 2.0, reader.GetDouble(2));
            Assert.Equal($"é{rows}", reader.GetString(3));
            Assert.Equal(Encoding.UTF8.GetBytes($"é{rows}"), reader.Bytes(3));
            Assert.Equal(new DateOnly(2020, 1, 1).AddDays(rows), reader.GetDate(4));
        }
        Assert.Equal(5000, rows);
        Assert.False(reader.Read());
    }

    [Fact]
    public void An_empty_result_has_columns_and_no_chunk()
    {
        using var reader = connection.Query("SELECT 1 AS a, [{'b': 1.5::DECIMAL(3,1)}] AS c WHERE false");
        Assert.Equal(["a INTEGER", "c STRUCT(\"b\" DECIMAL(3,1))[]"], reader.Columns.Select(column => $"{column.Name} {column.Type}"));
        Assert.Null(reader.ReadChunk());
        Assert.Empty(connection.QueryRows("SELECT 1 WHERE false"));
    }

    [Fact]
    public void Type_names_are_those_of_DuckDB()
    {
        connection.Execute("""
            CREATE TABLE t(a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f HUGEINT, g UTINYINT, h USMALLINT, i UINTEGER, j UBIGINT, k UHUGEINT,
              l FLOAT, m DOUBLE, n DECIMAL(12,3), o VARCHAR, p BLOB, q DATE, r TIME, s TIMESTAMP, t TIMESTAMPTZ, u TIMESTAMP_S, v TIMESTAMP_MS, w TIMESTAMP_NS,
              x INTERVAL, y UUID, z BIT, aa TIMETZ, ab INTEGER[], ac VARCHAR[3], ad MAP(VARCHAR, INTEGER), ae STRUCT(x INTEGER, y VARCHAR[]), af BIGNUM, ag TIME_NS)
            """);
        var named = connection.QueryRows("SELECT data_type FROM duckdb_columns() WHERE table_name = 't' ORDER BY column_index").Select(row => ((string)row[0]!).Replace("\"", ""));
        using var reader = connection.Query("SELECT * FROM t");
        Assert.Equal(named, reader.Columns.Select(column => column.Type.ToString().Replace("\"", "")));
    }

    [Fact]
    public void Values_without_a_C_sharp_counterpart_are_refused_by_name()
    {
        Assert.Contains("INTEGER", Assert.Throws<InvalidCastException>(() => { using var r = connection.Query("SELECT 1 AS a"); r.ReadChunk()!.Column(0).Values<long>(); }).Message);
        Assert.Contains("Column a is DATE", Assert.Throws<InvalidCastException>(() => { using var r = connection.Query("SELECT current_date AS a"); r.Read(); r.GetInt64(0); }).Message);
        Assert.Contains("Row 0 of column a is null", Assert.Throws<InvalidOperationException>(() => { using var r = connection.Query("SELECT NULL::INTEGER AS a"); r.Read(); r.GetInt32(0); }).Message);
        Assert.Throws<OverflowException>(() => { using var r = connection.Query("SELECT 3000000000"); r.Read(); r.GetInt32(0); });
        Assert.Throws<OverflowException>(() => One("99999999999999999999999999999999999999::DECIMAL(38,0)"));
        Assert.Throws<ArgumentOutOfRangeException>(() => One("DATE 'infinity'"));
        Assert.Throws<ArgumentOutOfRangeException>(() => One("TIMESTAMP '-infinity'"));
        Assert.Throws<InvalidCastException>(() => One("'101'::BIT"));
        Assert.Throws<ArgumentOutOfRangeException>(() => { using var r = connection.Query("SELECT 1"); r.ReadChunk()!.Column(0).IsNull(1); });
    }
}
