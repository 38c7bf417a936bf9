using FsCheck;
using FsCheck.Fluent;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.DuckDb;

/// <summary>Whatever is appended, by rows or by columns, is what a scan gives back.</summary>
public sealed class RoundTripProperties
{
    public sealed record Row(long? Number, int? Small, double? Real, bool? Flag, DateOnly? Day, string? Text, byte[]? Bytes);

    static readonly bool Deep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";

    static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct => Gen.Frequency((4, gen.Select(value => (T?)value)), (1, Gen.Constant<T?>(null)));

    static Gen<T?> MaybeRef<T>(Gen<T> gen) where T : class => Gen.Frequency((4, gen.Select(value => (T?)value)), (1, Gen.Constant<T?>(null)));

    static readonly Gen<string> Texts =
        from length in Gen.Frequency((4, Gen.Choose(0, 14)), (1, Gen.Choose(15, 300)))
        from parts in Gen.Elements("a", "Z", " ", "\0", "é", "漢", "💉", "\u007f", "\u0800", "\uffff").ArrayOf(length)
        select string.Concat(parts);

    static readonly Gen<Row> Rows =
        from number in Maybe(Gen.OneOf(Gen.Elements(long.MinValue, long.MaxValue, 0L, -1L), Gen.Choose(int.MinValue, int.MaxValue).Select(i => (long)i << 20)))
        from small in Maybe(Gen.OneOf(Gen.Elements(int.MinValue, int.MaxValue), Gen.Choose(-1000, 1000)))
        from real in Maybe(Gen.OneOf(Gen.Elements(double.NaN, double.NegativeInfinity, double.Epsilon, -0.0, double.MaxValue), Gen.Choose(-1000, 1000).Select(i => i / 8.0)))
        from flag in Maybe(Gen.Elements(true, false))
        from day in Maybe(Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber))
        from text in MaybeRef(Texts)
        from bytes in MaybeRef(Gen.Choose(0, 20).SelectMany(length => Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(length)))
        select new Row(number, small, real, flag, day, text, bytes);

    /// <summary>Few different rows repeated to a length near a chunk border, so that thousands of rows cost little to make.</summary>
    static readonly Gen<Row[]> Tables =
        from seedRows in Rows.ArrayOf(37)
        from length in Gen.Frequency((3, Gen.Choose(0, 200)), (2, Gen.Choose(2040, 2056)), (1, Gen.Choose(4090, 4100)))
        select Enumerable.Range(0, length).Select(i => seedRows[(i + i / 37) % 37]).ToArray();

    static void Check(Action<DuckDbAppender, Row[]> append)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        var config = Config.QuickThrowOnFailure.WithMaxTest(Deep ? 2000 : 60);
        if (!Deep) config = config.WithReplay(20261122, 7);
        Prop.ForAll(Arb.From(Tables), table =>
        {
            connection.Execute("CREATE OR REPLACE TABLE t(number BIGINT, small INTEGER, real DOUBLE, flag BOOLEAN, day DATE, text VARCHAR, bytes BLOB)");
            using (var appender = connection.Appender("t"))
            {
                append(appender, table);
                appender.Close();
            }
            var found = connection.QueryRows("SELECT * FROM t");
            Assert.Equal(table.Length, found.Count);
            for (var i = 0; i < table.Length; i++)
                Assert.Equal([table[i].Number, table[i].Small, table[i].Real, table[i].Flag, table[i].Day, table[i].Text, table[i].Bytes], found[i]);
        }).Check(config);
    }

    [Fact]
    public void Rows_appended_one_by_one_come_back_the_same() => Check((appender, table) =>
    {
        foreach (var row in table)
        {
            appender.Append(row.Number).Append((long?)row.Small).Append(row.Real).Append(row.Flag).Append(row.Day).Append(row.Text);
            if (row.Bytes is null) appender.AppendNull();
            else appender.AppendBlob(row.Bytes);
            appender.EndRow();
        }
    });

    [Fact]
    public void Rows_appended_by_columns_come_back_the_same() => Check((appender, table) =>
    {
        foreach (var chunk in table.Chunk(DuckDbAppender.ChunkRows))
        {
            appender.Set<long>(0, [.. chunk.Select(row => row.Number ?? 13)], Valid(chunk, row => row.Number is not null));
            appender.Set<int>(1, [.. chunk.Select(row => row.Small ?? 13)], Valid(chunk, row => row.Small is not null));
            appender.Set<double>(2, [.. chunk.Select(row => row.Real ?? 13)], Valid(chunk, row => row.Real is not null));
            appender.Set<bool>(3, [.. chunk.Select(row => row.Flag ?? true)], Valid(chunk, row => row.Flag is not null));
            appender.Set<int>(4, [.. chunk.Select(row => row.Day is { } day ? DuckDbTime.Days(day) : 13)], Valid(chunk, row => row.Day is not null));
            SetBytes(appender, 5, [.. chunk.Select(row => row.Text is null ? null : System.Text.Encoding.UTF8.GetBytes(row.Text))]);
            SetBytes(appender, 6, [.. chunk.Select(row => row.Bytes)]);
            appender.EndChunk(chunk.Length);
        }
    });

    static void SetBytes(DuckDbAppender appender, int column, byte[]?[] values)
    {
        var offsets = new int[values.Length + 1];
        for (var i = 0; i < values.Length; i++) offsets[i + 1] = offsets[i] + (values[i]?.Length ?? 0);
        appender.SetBytes(column, offsets, [.. values.SelectMany(value => value ?? [])], Valid(values, value => value is not null));
    }

    static ulong[] Valid<T>(T[] items, Func<T, bool> present)
    {
        var bits = new ulong[(items.Length + 63) / 64];
        for (var i = 0; i < items.Length; i++)
            if (present(items[i])) bits[i / 64] |= 1UL << (i % 64);
        return bits;
    }
}
