using System.Runtime.CompilerServices;
using System.Text.Unicode;
using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>Appends rows to one table, a chunk of up to 2,048 rows at a time, either row by row (<c>Append…</c>, <c>EndRow</c>) or
/// column by column (<c>Set…</c>, <c>EndChunk</c>); both write straight into DuckDB's memory.</summary>
/// <remarks><see cref="Close"/> makes the rows part of the table. Disposing without it drops the rows since the last flush, so
/// that an exception half-way does not write a torn end; DuckDB flushes by itself every 204,800 rows, so work that must be
/// all or nothing needs a transaction around it. Not for use by several threads at once.</remarks>
public sealed unsafe partial class DuckDbAppender : IDisposable
{
    /// <summary>Most rows in a chunk.</summary>
    public const int ChunkRows = 2048;

    readonly AppenderHandle handle;
    readonly ChunkHandle chunk;
    readonly string table;
    readonly DuckDbType[] types;
    readonly Target[] targets;
    readonly TextArena arena = new();
    int row;
    int column;
    bool byColumn;
    bool finished;

    /// <summary>Where a column of the current chunk is written.</summary>
    struct Target
    {
        internal byte* Data;
        internal ulong* Validity;
        internal nint Vector;
        internal int Filled;
        internal DuckDbKind Kind;
        internal Storage Storage;
    }

    DuckDbAppender(AppenderHandle handle, ChunkHandle chunk, string table, DuckDbType[] types)
    {
        (this.handle, this.chunk, this.table, this.types) = (handle, chunk, table, types);
        targets = new Target[types.Length];
        Aim();
    }

    /// <summary>Types of the columns that are filled, in order.</summary>
    public IReadOnlyList<DuckDbType> Types => types;

    internal static DuckDbAppender Open(nint connection, ConnectionHandle parent, string? catalog, string? schema, string table, ReadOnlySpan<string> columns)
    {
        nint native = 0, chunk = 0;
        try
        {
            var failed = Native.duckdb_appender_create_ext(connection, catalog, schema, table, &native);
            for (var i = 0; failed == 0 && i < columns.Length; i++) failed = Native.duckdb_appender_add_column(native, columns[i]);
            if (failed != 0) throw new DuckDbException($"Opening an appender on {table}", native == 0 ? null : Native.Text(Native.duckdb_appender_error(native)));
            var count = (int)Native.duckdb_appender_column_count(native);
            var logical = new nint[count];
            var types = new DuckDbType[count];
            for (var i = 0; i < count; i++) logical[i] = Native.duckdb_appender_column_type(native, (ulong)i);
            fixed (nint* first = logical) chunk = Native.duckdb_create_data_chunk(first, (ulong)count);
            for (var i = 0; i < count; i++) types[i] = DuckDbType.Take(logical[i]);
            for (var i = 0; i < count; i++)
                if (types[i].Storage is Storage.None or Storage.List or Storage.Struct or Storage.Array)
                    throw new DuckDbException($"Opening an appender on {table}", $"column {i} is {types[i]}, which it does not write: name the other columns");
            if (chunk == 0) throw new DuckDbException($"Opening an appender on {table}", "no chunk can be made of its column types");

            var chunkHandle = new ChunkHandle();
            chunkHandle.Take(chunk, null);
            chunk = 0;
            var handle = new AppenderHandle();
            handle.Take(native, parent);
            native = 0;
            return new DuckDbAppender(handle, chunkHandle, table, types);
        }
        finally
        {
            if (chunk != 0) Native.duckdb_destroy_data_chunk(&chunk);
            if (native != 0) Native.duckdb_appender_destroy(&native);
        }
    }

    /// <summary>Values of a column of this chunk, from its first row on.</summary>
    /// <param name="values">At most <see cref="ChunkRows"/>; laid out as in <see cref="DuckDbColumn.Values{T}"/>.</param>
    /// <param name="validity">One bit a row, 1 where there is a value; empty when every row has one.</param>
    public void Set<T>(int column, ReadOnlySpan<T> values, ReadOnlySpan<ulong> validity = default) where T : unmanaged
    {
        ref var target = ref ForSet(column, values.Length);
        if (!DuckDbType.Fits<T>(target.Storage)) throw Refuse(column, $"spans of {typeof(T).Name}");
        values.CopyTo(new Span<T>(target.Data, ChunkRows));
        SetValidity(ref target, values.Length, validity);
    }

    /// <summary>Text of a VARCHAR column of this chunk, or bytes of a BLOB column, from its first row on.</summary>
    /// <param name="offsets">One more than there are rows: row i is <c>bytes[offsets[i]..offsets[i + 1]]</c>, also where it is null.</param>
    /// <param name="validity">As in <see cref="Set{T}"/>.</param>
    /// <exception cref="ArgumentException">A VARCHAR is not valid UTF-8, or the offsets do not rise within the bytes.</exception>
    public void SetBytes(int column, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> validity = default)
    {
        ref var target = ref ForSet(column, offsets.Length - 1);
        if (target.Storage != Storage.Text || target.Kind == DuckDbKind.Bit) throw Refuse(column, "bytes");
        var used = offsets.Length == 1 ? [] : bytes[offsets[0]..offsets[^1]];
        var isText = target.Kind == DuckDbKind.Varchar;
        if (isText && !Utf8.IsValid(used)) throw NotUtf8(column);
        var copy = arena.Copy(used);
        var rows = (TextSlot*)target.Data;
        for (var i = 0; i < offsets.Length - 1; i++)
        {
            var start = offsets[i] - offsets[0];
            var length = offsets[i + 1] - offsets[i];
            if (length < 0 || start < 0 || start + length > used.Length)
                throw new ArgumentException($"Offsets of column {column} do not rise within the bytes at row {i}.", nameof(offsets));
            // All the bytes are valid together, so a value is valid unless it starts inside a character.
            if (isText && length > 0 && (copy[start] & 0xC0) == 0x80) throw NotUtf8(column);
            rows[i] = TextSlot.Of(copy + start, length);
        }
        SetValidity(ref target, offsets.Length - 1, validity);
        GC.KeepAlive(arena);
    }

    /// <summary>Ends a chunk that was filled by columns.</summary>
    /// <param name="rows">1 to <see cref="ChunkRows"/>; every column must have been set to so many.</param>
    public void EndChunk(int rows)
    {
        Open();
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)ChunkRows, nameof(rows));
        for (var i = 0; i < targets.Length; i++)
            if (targets[i].Filled != rows)
                throw new InvalidOperationException($"Column {i} of {table} was set to {targets[i].Filled} rows, not {rows}.");
        Send(rows);
    }

    /// <summary>Writes the rows so far to the table.</summary>
    /// <exception cref="DuckDbException">A constraint or a type refuses them; the appender is then finished.</exception>
    public void Flush()
    {
        SendRows();
        using var appender = handle.Use(this);
        Check(appender.Pointer, Native.duckdb_appender_flush(appender.Pointer), "Flushing rows into");
    }

    /// <summary>Writes the last rows and ends the appender.</summary>
    /// <exception cref="DuckDbException">A constraint or a type refuses them.</exception>
    public void Close()
    {
        SendRows();
        using var appender = handle.Use(this);
        Check(appender.Pointer, Native.duckdb_appender_close(appender.Pointer), "Closing an appender on");
        finished = true;
    }

    /// <summary>Drops what was not flushed or closed.</summary>
    public void Dispose()
    {
        finished = true;
        handle.Dispose();
        chunk.Dispose();
    }

    void Aim()
    {
        using var held = chunk.Use(this);
        for (var i = 0; i < targets.Length; i++)
        {
            var vector = Native.duckdb_data_chunk_get_vector(held.Pointer, (ulong)i);
            targets[i] = new Target
            {
                Vector = vector,
                Data = Native.duckdb_vector_get_data(vector),
                Kind = types[i].Kind,
                Storage = types[i].Storage,
            };
        }
        (row, column, byColumn) = (0, 0, false);
        arena.Clear();
    }

    void SendRows()
    {
        Open();
        if (column > 0 || byColumn)
            throw new InvalidOperationException($"A row or chunk for {table} is begun but not ended: call EndRow or EndChunk first.");
        if (row > 0) Send(row);
    }

    void Send(int rows)
    {
        using var appender = handle.Use(this);
        using var held = chunk.Use(this);
        Native.duckdb_data_chunk_set_size(held.Pointer, (ulong)rows);
        Check(appender.Pointer, Native.duckdb_append_data_chunk(appender.Pointer, held.Pointer), "Appending rows to");
        GC.KeepAlive(arena);
        Native.duckdb_data_chunk_reset(held.Pointer);
        Aim();
    }

    void Check(nint appender, int failed, string doing)
    {
        if (failed == 0) return;
        finished = true;
        throw new DuckDbException($"{doing} {table}", Native.Text(Native.duckdb_appender_error(appender)));
    }

    void Open()
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        if (finished) throw new InvalidOperationException($"The appender on {table} was closed or has failed; open a new one.");
    }

    ref Target ForSet(int index, int rows)
    {
        if (!byColumn)
        {
            SendRows();
            byColumn = true;
        }
        if (rows is < 0 or > ChunkRows) throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A chunk has at most {ChunkRows} rows.");
        return ref targets[index];
    }

    static void SetValidity(ref Target target, int rows, ReadOnlySpan<ulong> validity)
    {
        target.Filled = rows;
        if (validity.IsEmpty)
        {
            if (target.Validity != null) new Span<ulong>(target.Validity, ChunkRows / 64).Fill(ulong.MaxValue);
            return;
        }
        validity[..((rows + 63) / 64)].CopyTo(new Span<ulong>(Writable(ref target), ChunkRows / 64));
    }

    static ulong* Writable(ref Target target)
    {
        if (target.Validity == null)
        {
            Native.duckdb_vector_ensure_validity_writable(target.Vector);
            target.Validity = Native.duckdb_vector_get_validity(target.Vector);
        }
        return target.Validity;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    InvalidCastException Refuse(int index, string given) => new($"Column {index} of {table} is {types[index]}; it does not take {given}.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    ArgumentException NotUtf8(int index) => new($"Column {index} of {table} is VARCHAR and was given bytes that are not valid UTF-8.");
}
