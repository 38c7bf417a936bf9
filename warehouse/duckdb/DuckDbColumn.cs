using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>One column of a chunk, read in place: no value is copied until it is asked for.</summary>
/// <remarks>Everything taken from it is valid until the next chunk is read or the reader is disposed; hold the reader in a
/// <c>using</c>, which also keeps its memory from being collected. Values of null rows are undefined.</remarks>
public readonly unsafe ref partial struct DuckDbColumn
{
    const int InlineLength = 12;

    readonly nint vector;
    readonly byte* data;
    readonly ulong* validity;
    readonly string name;

    internal DuckDbColumn(string name, DuckDbType type, nint vector, byte* data, ulong* validity, int count)
    {
        (this.name, Type, this.vector, Count) = (name, type, vector, count);
        this.data = data;
        this.validity = validity;
    }

    public DuckDbType Type { get; }

    /// <summary>Rows in this column.</summary>
    public int Count { get; }

    /// <summary>One bit a row, lowest first, 1 where the row has a value; empty when every row has one.</summary>
    public ReadOnlySpan<ulong> Validity => validity == null ? [] : new(validity, (Count + 63) / 64);

    /// <summary>Whether a row is null.</summary>
    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        return validity != null && (validity[row >> 6] >> (row & 63) & 1) == 0;
    }

    /// <summary>The values as they lie in memory: <c>int</c> days for DATE, <c>long</c> microseconds for TIMESTAMP and TIME,
    /// <c>byte</c> or <c>bool</c> for BOOLEAN, label numbers for ENUM, unscaled integers for DECIMAL.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not how this type is stored.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged =>
        DuckDbType.Fits<T>(Type.Storage) ? new(data, Count) : throw Wrong($"spans of {typeof(T).Name}");

    /// <summary>The bytes of a VARCHAR, BLOB or BIT value, in place.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        if (Type.Storage != Storage.Text) throw Wrong("bytes");
        Present(row);
        var text = data + (nint)row * 16;
        var length = *(int*)text;
        return new(length <= InlineLength ? text + 4 : *(byte**)(text + 8), length);
    }

    /// <summary>Items of a LIST or MAP row, or of an ARRAY row, as rows of <see cref="Items"/>.</summary>
    public Range ItemsOf(int row)
    {
        Present(row);
        if (Type.Storage == Storage.Array) return (row * Type.Length)..((row + 1) * Type.Length);
        if (Type.Storage != Storage.List) throw Wrong("a list");
        var entry = ((DuckDbListEntry*)data)[row];
        return checked((int)entry.Offset)..checked((int)(entry.Offset + entry.Length));
    }

    /// <summary>The child column of a LIST, MAP or ARRAY: the items of all rows, one after the other.</summary>
    public DuckDbColumn Items => Type.Storage switch
    {
        Storage.List => Child(name, Type.Item!, Native.duckdb_list_vector_get_child(vector), checked((int)Native.duckdb_list_vector_get_size(vector))),
        Storage.Array => Child(name, Type.Item!, Native.duckdb_array_vector_get_child(vector), checked(Count * Type.Length)),
        _ => throw Wrong("a list"),
    };

    /// <summary>A field of a STRUCT, with one row for each row of this column.</summary>
    public DuckDbColumn Field(int index) => Type.Storage == Storage.Struct
        ? Child(Type.Fields[index].Name, Type.Fields[index].Type, Native.duckdb_struct_vector_get_child(vector, (ulong)index), Count)
        : throw Wrong("a struct");

    /// <summary>A field of a STRUCT by name.</summary>
    public DuckDbColumn Field(string field)
    {
        for (var i = 0; i < Type.Fields.Count; i++)
            if (Type.Fields[i].Name == field) return Field(i);
        throw new ArgumentException($"Column {name} of type {Type} has no field {field}.", nameof(field));
    }

    static DuckDbColumn Child(string name, DuckDbType type, nint vector, int count) =>
        new(name, type, vector, Native.duckdb_vector_get_data(vector), Native.duckdb_vector_get_validity(vector), count);

    void Present(int row)
    {
        if (IsNull(row)) throw new InvalidOperationException($"Row {row} of column {name} is null: ask IsNull first.");
    }

    InvalidCastException Wrong(string wanted) => new($"Column {name} is {Type}; it cannot be read as {wanted}. Cast it in the SQL.");
}
