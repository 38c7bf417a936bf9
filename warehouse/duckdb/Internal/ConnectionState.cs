namespace RegistryAnalytics.DuckDb.Internal;

/// <summary>What a connection shares with its children: the handle, and whose turn it is to read.</summary>
sealed unsafe class ConnectionState(ConnectionHandle handle)
{
    int turn;

    internal ConnectionHandle Handle { get; } = handle;

    /// <summary>Counts what ends an open reader; DuckDB itself would let it end early without an error.</summary>
    internal int Turn => Volatile.Read(ref turn);

    internal void NextTurn() => Interlocked.Increment(ref turn);

    internal long Finish(NativeResult* result, int failed, string sql)
    {
        try
        {
            if (failed != 0)
                throw new DuckDbException("Running a statement", Native.Text(Native.duckdb_result_error(result)), sql, Native.duckdb_result_error_type(result));
            return (long)Native.duckdb_rows_changed(result);
        }
        finally
        {
            Native.duckdb_destroy_result(result);
        }
    }
}
