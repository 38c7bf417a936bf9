using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>A streaming result: chunk by chunk in constant memory, or row by row over the same chunks.</summary>
/// <remarks>A connection carries one open reader: running or preparing another statement there, or flushing an appender, ends
/// it, and reading on then fails. Not for use by several threads at once.</remarks>
public sealed unsafe class DuckDbReader : IDisposable
{
    readonly ResultHandle handle;
    readonly string sql;
    readonly DuckDbChunk chunk;
    bool ended;
    int row = -1;

    internal DuckDbReader(ResultHandle handle, string sql)
    {
        (this.handle, this.sql) = (handle, sql);
        using var result = handle.Use(this);
        var native = (NativeResult*)result.Pointer;
        var columns = new DuckDbField[Native.duckdb_column_count(native)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new(Native.Text(Native.duckdb_column_name(native, (ulong)i)) ?? "", DuckDbType.Take(Native.duckdb_column_logical_type(native, (ulong)i)));
        Columns = columns;
        chunk = new DuckDbChunk(columns);
    }

    /// <summary>Names and types of the columns.</summary>
    public IReadOnlyList<DuckDbField> Columns { get; }

    /// <summary>Position of a column.</summary>
    /// <exception cref="ArgumentException">The result has no such column.</exception>
    public int Ordinal(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (string.Equals(Columns[i].Name, name, StringComparison.OrdinalIgnoreCase)) return i;
        throw new ArgumentException($"The result has no column {name}; it has {string.Join(", ", Columns.Select(column => column.Name))}.", nameof(name));
    }

    /// <summary>The next chunk, at most 2,048 rows and at least one; null at the end. What came before is no longer valid.</summary>
    /// <exception cref="DuckDbException">The statement failed half-way, was interrupted, or was ended by another on its connection.</exception>
    public DuckDbChunk? ReadChunk()
    {
        using var result = handle.Use(this);
        row = -1;
        chunk.Point(0, 0);
        handle.Hold(0);
        if (ended) return null;
        while (true)
        {
            var native = (NativeResult*)result.Pointer;
            var next = Native.duckdb_fetch_chunk(*native);
            if (next == 0)
            {
                // The end and a failure look the same here; the failure alone leaves a message.
                if (Native.Text(Native.duckdb_result_error(native)) is { } message)
                    throw new DuckDbException(
                        message.Contains("closed", StringComparison.Ordinal)
                            ? "Reading on after another statement was run on the same connection, which ends a reader (use a connection for each open reader)"
                            : "Reading rows",
                        message, sql, Native.duckdb_result_error_type(native));
                ended = true;
                return null;
            }
            handle.Hold(next);
            var count = checked((int)Native.duckdb_data_chunk_get_size(next));
            if (count == 0) continue;
            chunk.Point(next, count);
            return chunk;
        }
    }

    /// <summary>Moves to the next row; false at the end. Do not mix with <see cref="ReadChunk"/>.</summary>
    public bool Read()
    {
        if (++row < chunk.Count) return true;
        if (ReadChunk() is null) return false;
        row = 0;
        return true;
    }

    /// <summary>Whether a column of the current row is null.</summary>
    public bool IsNull(int column) => chunk.Column(column).IsNull(row);

    public bool GetBoolean(int column) => chunk.Column(column).GetBoolean(row);
    public int GetInt32(int column) => chunk.Column(column).GetInt32(row);
    public long GetInt64(int column) => chunk.Column(column).GetInt64(row);
    public double GetDouble(int column) => chunk.Column(column).GetDouble(row);
    public decimal GetDecimal(int column) => chunk.Column(column).GetDecimal(row);
    public string GetString(int column) => chunk.Column(column).GetString(row);
    public DateOnly GetDate(int column) => chunk.Column(column).GetDate(row);
    public DateTime GetDateTime(int column) => chunk.Column(column).GetDateTime(row);
    public object? GetValue(int column) => chunk.Column(column).GetValue(row);

    /// <summary>UTF-8 of a VARCHAR or bytes of a BLOB, in place until the next row is read.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => chunk.Column(column).Bytes(row);

    /// <summary>Ends the statement, if it still runs, and frees the chunk.</summary>
    public void Dispose()
    {
        chunk.Point(0, 0);
        handle.Dispose();
    }
}
