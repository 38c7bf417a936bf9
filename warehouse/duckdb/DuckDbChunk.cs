using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>Up to 2,048 rows of a result. The reader uses one object for all its chunks.</summary>
public sealed unsafe class DuckDbChunk
{
    readonly DuckDbField[] columns;
    readonly nint[] vectors;
    readonly nint[] data;
    readonly nint[] validity;

    internal DuckDbChunk(DuckDbField[] columns)
    {
        this.columns = columns;
        (vectors, data, validity) = (new nint[columns.Length], new nint[columns.Length], new nint[columns.Length]);
    }

    /// <summary>Rows in the chunk; 0 once it is no longer valid.</summary>
    public int Count { get; private set; }

    public int ColumnCount => columns.Length;

    /// <summary>A column by position.</summary>
    public DuckDbColumn Column(int index) => vectors[index] != 0
        ? new(columns[index].Name, columns[index].Type, vectors[index], (byte*)data[index], (ulong*)validity[index], Count)
        : throw new ObjectDisposedException(nameof(DuckDbChunk), "There is no current chunk: read one first, and read nothing after the end or after Dispose.");

    internal void Point(nint chunk, int count)
    {
        Count = count;
        if (chunk == 0)
        {
            Array.Clear(vectors);
            return;
        }
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Native.duckdb_data_chunk_get_vector(chunk, (ulong)i);
            data[i] = (nint)Native.duckdb_vector_get_data(vectors[i]);
            validity[i] = (nint)Native.duckdb_vector_get_validity(vectors[i]);
        }
    }
}
