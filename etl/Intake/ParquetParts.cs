using System.Runtime.InteropServices;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>Writes staged rows as Parquet files, by way of a DuckDB in memory. One instance a worker.</summary>
/// <remarks>One thread, so that the same rows give the same bytes.</remarks>
sealed class ParquetParts : IDisposable
{
    readonly DuckDbDatabase database = DuckDbDatabase.Open(":memory:", new() { Threads = 1, MemoryLimit = 1L << 30 });
    readonly DuckDbConnection connection;
    readonly int[] offsets = new int[DuckDbAppender.ChunkRows + 1];
    readonly ulong[] validity = new ulong[DuckDbAppender.ChunkRows / 64];
    byte[] text = new byte[1 << 16];

    internal ParquetParts() => connection = database.Connect();

    /// <summary>Writes every table that has rows. The files are the operating system's until the caller syncs them.</summary>
    /// <param name="number">Of the part, for the file names.</param>
    /// <returns>Table, rows and file name, in schema order.</returns>
    internal List<(string Table, long Rows, string File)> Write(StagedPart part, string folder, string number)
    {
        var written = new List<(string, long, string)>();
        foreach (var rows in part.Tables)
        {
            if (rows.Count == 0) continue;
            rows.TellMissing();
            var name = rows.Table.Name;
            connection.Execute($"create or replace table {name} ({rows.Table.SqlColumns})");
            using (var appender = connection.Appender(name))
            {
                for (var at = 0; at < rows.Count; at += DuckDbAppender.ChunkRows) Append(appender, rows, at, Math.Min(DuckDbAppender.ChunkRows, rows.Count - at));
                appender.Close();
            }
            var file = $"{name}.{number}.parquet";
            var path = Path.Combine(folder, file);
            Durable.At("write " + file);
            connection.Execute($"copy {name} to '{path.Replace("'", "''", StringComparison.Ordinal)}' (format parquet)");
            connection.Execute($"drop table {name}");
            written.Add((name, rows.Count, file));
        }
        return written;
    }

    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    void Append(DuckDbAppender appender, StagedRows rows, int first, int count)
    {
        for (var i = 0; i < rows.Columns.Count; i++)
        {
            switch (rows.Columns[i])
            {
                case TextColumn column: SetText(appender, i, column, first, count); break;
                case LongColumn column: appender.Set(i, column.Values.Slice(first, count), Valid(column, first, count)); break;
                case InstantColumn column: appender.Set(i, column.Values.Slice(first, count), Valid(column, first, count)); break;
                case IntColumn column: appender.Set(i, column.Values.Slice(first, count), Valid(column, first, count)); break;
                case DayColumn column: appender.Set(i, column.Values.Slice(first, count), Valid(column, first, count)); break;
                case RealColumn column: appender.Set(i, column.Values.Slice(first, count), Valid(column, first, count)); break;
                case BoolColumn column:
                    var valid = Valid(column, first, count);
                    // DuckDB looks at the byte of a null too, and knows only 0 and 1.
                    Span<byte> flags = text.AsSpan(0, count);
                    for (var row = 0; row < count; row++) flags[row] = column[first + row] == 1 ? (byte)1 : (byte)0;
                    appender.Set(i, MemoryMarshal.Cast<byte, bool>(flags), valid);
                    break;
            }
        }
        appender.EndChunk(count);
    }

    void SetText(DuckDbAppender appender, int index, TextColumn column, int first, int count)
    {
        var used = 0;
        Array.Clear(validity);
        for (var row = 0; row < count; row++)
        {
            offsets[row] = used;
            var value = column[first + row];
            if (value.IsEmpty) continue;
            if (text.Length - used < value.Length) Array.Resize(ref text, Math.Max(text.Length * 2, used + value.Length));
            value.CopyTo(text.AsSpan(used));
            used += value.Length;
            validity[row >> 6] |= 1UL << (row & 63);
        }
        offsets[count] = used;
        appender.SetBytes(index, offsets.AsSpan(0, count + 1), text.AsSpan(0, used), validity);
    }

    ReadOnlySpan<ulong> Valid<T>(FixedColumn<T> column, int first, int count) where T : struct, IEquatable<T>
    {
        Array.Clear(validity);
        for (var row = 0; row < count; row++)
            if (column.Has(first + row)) validity[row >> 6] |= 1UL << (row & 63);
        return validity;
    }
}
