using System.Globalization;
using System.Text;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

public sealed class AppenderTests : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
    readonly DuckDbConnection connection;

    public AppenderTests() => connection = database.Connect();

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    const string AllTypes = """
        CREATE TABLE t(row_id BIGINT, flag BOOLEAN, i8 TINYINT, i16 SMALLINT, i32 INTEGER, i64 BIGINT, i128 HUGEINT,
          u8 UTINYINT, u16 USMALLINT, u32 UINTEGER, u64 UBIGINT, f32 FLOAT, f64 DOUBLE,
          d4 DECIMAL(4,1), d9 DECIMAL(9,3), d18 DECIMAL(18,6), d38 DECIMAL(38,10),
          day DATE, instant TIMESTAMP, instant_tz TIMESTAMPTZ, clock TIME, id UUID, short_text VARCHAR, long_text VARCHAR, bytes BLOB)
        """;

    /// <summary>What a row of the table above holds; the slow, obvious side of the round trip.</summary>
    static object?[] Expected(int row)
    {
        var sign = row % 2 == 0 ? 1 : -1;
        var values = new object?[]
        {
            (long)row, row % 3 == 0, (sbyte)(row % 100 * sign), (short)(row * sign), row * sign * 1000, row * sign * 5_000_000_000L,
            (Int128)row * sign * long.MaxValue,
            (byte)(row % 256), (ushort)row, (uint)row * 1000, (ulong)row * 7_000_000_000UL, row * sign / 4f, row * sign / 8d,
            row % 1000 * sign / 10m, row * sign / 1000m, row * sign * 1000m + 0.000001m, row * sign * 1_000_000_000_000m + 0.0000000001m,
            new DateOnly(1970, 1, 1).AddDays(row * sign), DateTime.UnixEpoch.AddMicroseconds(row * sign * 1_000_003.0),
            DateTime.UnixEpoch.AddSeconds(row * sign), new TimeOnly(row * 10_000_000L % TimeSpan.TicksPerDay),
            new Guid(row, 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)(row % 256)),
            row.ToString(CultureInfo.InvariantCulture), $"long text number {row} with é, 漢 and 💉", Encoding.UTF8.GetBytes($"\0{row}\0"),
        };
        for (var column = 1; column < values.Length; column++)
            if ((row + column) % 5 == 0) values[column] = null;
        return values;
    }

    static void AppendRow(DuckDbAppender appender, object?[] values)
    {
        foreach (var value in values)
            _ = value switch
            {
                null => appender.AppendNull(),
                bool v => appender.Append(v),
                sbyte v => appender.Append(v),
                short v => appender.Append(v),
                int v => appender.Append(v),
                long v => appender.Append(v),
                byte v => appender.Append(v),
                ushort v => appender.Append(v),
                uint v => appender.Append(v),
                ulong v => appender.Append(v),
                Int128 v => appender.Append(v),
                float v => appender.Append(v),
                double v => appender.Append(v),
                decimal v => appender.Append(v),
                DateOnly v => appender.Append(v),
                DateTime v => appender.Append(v),
                TimeOnly v => appender.AppendMicroseconds(v.Ticks / TimeSpan.TicksPerMicrosecond),
                Guid v => appender.Append(v),
                string v => appender.Append(v),
                byte[] v => appender.AppendBlob(v),
                _ => throw new InvalidOperationException(value.GetType().Name),
            };
        appender.EndRow();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(4097)]
    public void Every_type_and_its_nulls_come_back_as_they_were_appended(int rows)
    {
        connection.Execute(AllTypes);
        using (var appender = connection.Appender("t"))
        {
            for (var row = 0; row < rows; row++) AppendRow(appender, Expected(row));
            appender.Close();
        }
        var found = connection.QueryRows("SELECT * FROM t ORDER BY row_id");
        Assert.Equal(rows, found.Count);
        for (var row = 0; row < rows; row++) Assert.Equal(Expected(row), found[row]);
        // DuckDB's own reading of a few values, so that two mistakes of ours cannot cancel out.
        if (rows > 3)
            Assert.Equal(["-0.003", "1969-12-31 23:59:56.999991", "-3000", "long text number 3 with é, 漢 and 💉"],
                connection.QueryRows("SELECT d9::VARCHAR, instant::VARCHAR, i32::VARCHAR, long_text FROM t WHERE row_id = 3")[0].Select(value => (string?)value));
    }
}
