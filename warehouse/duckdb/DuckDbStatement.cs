using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>A prepared statement. Parameters are bound by position from 1 (<c>?</c>, <c>$1</c>) or by name (<c>$name</c>) and stay bound.</summary>
/// <remarks>DuckDB 1.5.6 has a fault here that makes the whole database unusable until it is reopened: a text parameter given
/// without a cast to a function that takes any type (<c>hash</c>, <c>typeof</c>, <c>alias</c>) and cast to VARCHAR later in the
/// same statement. Write <c>hash($name::VARCHAR)</c>.</remarks>
public sealed unsafe class DuckDbStatement : IDisposable
{
    readonly StatementHandle handle;
    readonly ConnectionHandle connection;
    readonly string sql;

    internal DuckDbStatement(StatementHandle handle, ConnectionHandle connection, string sql) =>
        (this.handle, this.connection, this.sql) = (handle, connection, sql);

    /// <summary>Number of parameters.</summary>
    public int ParameterCount
    {
        get
        {
            using var statement = handle.Use(this);
            return (int)Native.duckdb_nparams(statement.Pointer);
        }
    }

    /// <summary>Binds a parameter by position.</summary>
    /// <param name="position">1 is the first.</param>
    /// <exception cref="DuckDbException">There is no such parameter.</exception>
    public DuckDbStatement Bind(int position, DuckDbValue value)
    {
        using var statement = handle.Use(this);
        Check(statement.Pointer, value.Bind(statement.Pointer, (ulong)position), position);
        return this;
    }

    /// <summary>Binds a parameter by name, without the <c>$</c>.</summary>
    /// <exception cref="DuckDbException">There is no such parameter.</exception>
    public DuckDbStatement Bind(string name, DuckDbValue value) => Bind(Position(name), value);

    /// <summary>Binds text that is already UTF-8.</summary>
    /// <exception cref="DuckDbException">It is not valid UTF-8, or there is no such parameter.</exception>
    public DuckDbStatement BindUtf8(int position, ReadOnlySpan<byte> text)
    {
        using var statement = handle.Use(this);
        fixed (byte* start = text) Check(statement.Pointer, DuckDbValue.BindUtf8(statement.Pointer, (ulong)position, start, text.Length), position);
        return this;
    }

    /// <inheritdoc cref="BindUtf8(int, ReadOnlySpan{byte})"/>
    public DuckDbStatement BindUtf8(string name, ReadOnlySpan<byte> text) => BindUtf8(Position(name), text);

    /// <summary>Forgets every bound value.</summary>
    public void ClearBindings()
    {
        using var statement = handle.Use(this);
        _ = Native.duckdb_clear_bindings(statement.Pointer);
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>Rows inserted, updated or deleted; 0 for other statements.</returns>
    public long Execute()
    {
        using var statement = handle.Use(this);
        NativeResult result;
        var state = Native.duckdb_execute_prepared(statement.Pointer, &result);
        return ResultHandle.Finish(&result, state, sql);
    }

    /// <summary>Runs the statement and streams its rows.</summary>
    public DuckDbReader Query()
    {
        using var statement = handle.Use(this);
        nint pending = 0;
        var result = ResultHandle.Allocate();
        try
        {
            if (Native.duckdb_pending_prepared_streaming(statement.Pointer, &pending) != 0)
                throw new DuckDbException("Running a query", Native.Text(Native.duckdb_pending_error(pending)), sql);
            if (Native.duckdb_execute_pending(pending, result) != 0)
                throw new DuckDbException("Running a query", Native.Text(Native.duckdb_result_error(result)), sql, Native.duckdb_result_error_type(result));
        }
        catch
        {
            ResultHandle.Free(result);
            throw;
        }
        finally
        {
            Native.duckdb_destroy_pending(&pending);
        }
        var taken = new ResultHandle();
        taken.Take((nint)result, connection);
        return new DuckDbReader(taken, sql);
    }

    /// <summary>Runs the statement and keeps all its rows: for small results.</summary>
    public DuckDbRows QueryRows()
    {
        using var reader = Query();
        return DuckDbRows.Read(reader);
    }

    public void Dispose() => handle.Dispose();

    int Position(string name)
    {
        using var statement = handle.Use(this);
        ulong position;
        if (Native.duckdb_bind_parameter_index(statement.Pointer, &position, name) != 0)
            throw new DuckDbException($"Binding parameter ${name}", "the statement has no such parameter", sql);
        return (int)position;
    }

    void Check(nint statement, int state, int position)
    {
        if (state == 0) return;
        var count = (int)Native.duckdb_nparams(statement);
        throw new DuckDbException($"Binding parameter {position}", position < 1 || position > count
            ? $"the statement has {count} parameters"
            : Native.Text(Native.duckdb_prepare_error(statement)), sql);
    }
}
