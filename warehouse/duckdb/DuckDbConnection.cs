using RegistryAnalytics.DuckDb.Internal;

namespace RegistryAnalytics.DuckDb;

/// <summary>A connection: one statement or open reader at a time, one transaction at a time.</summary>
/// <example>
/// <code>
/// using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 2, MemoryLimit = 1L &lt;&lt; 30 });
/// using var connection = database.Connect();
/// connection.Execute("CREATE TABLE dose(person BIGINT, given DATE, cvx VARCHAR)");
/// using (var appender = connection.Appender("dose"))
/// {
///     appender.Append(1).Append(new DateOnly(2024, 2, 29)).AppendUtf8("207"u8).EndRow();
///     appender.Append(2).Append(new DateOnly(2024, 3, 1)).AppendNull().EndRow();
///     appender.Close();
/// }
/// using (var reader = connection.Query("SELECT person, given FROM dose ORDER BY person"))
///     while (reader.ReadChunk() is { } chunk)
///     {
///         var persons = chunk.Column(0).Values&lt;long&gt;();
///         var days = chunk.Column(1).Values&lt;int&gt;();
///         for (var row = 0; row &lt; chunk.Count; row++)
///             Console.WriteLine($"{persons[row]} {DuckDbTime.Date(days[row]):yyyy-MM-dd}");
///     }
/// var doses = connection.QueryScalar&lt;long&gt;("SELECT count(*) FROM dose WHERE given &gt;= $1", new DateOnly(2024, 3, 1));
/// Console.WriteLine($"{doses} doses in March");
/// </code>
/// </example>
public sealed unsafe class DuckDbConnection : IDisposable
{
    readonly ConnectionHandle handle;

    internal DuckDbConnection(ConnectionHandle handle) => this.handle = handle;

    /// <summary>Runs one or many statements to their end.</summary>
    /// <returns>Rows inserted, updated or deleted by the last of them.</returns>
    /// <exception cref="DuckDbException">One failed; those before it have been carried out.</exception>
    public long Execute(string sql)
    {
        using var connection = handle.Use(this);
        Whole(sql);
        NativeResult result;
        var failed = Native.duckdb_query(connection.Pointer, sql, &result);
        return ResultHandle.Finish(&result, failed, sql);
    }

    /// <summary>Runs one statement with parameters by position.</summary>
    /// <returns>Rows inserted, updated or deleted.</returns>
    public long Execute(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        using var statement = Prepare(sql, values);
        return statement.Execute();
    }

    /// <summary>Prepares one statement.</summary>
    /// <exception cref="DuckDbException">The SQL is wrong, or holds several statements.</exception>
    public DuckDbStatement Prepare(string sql)
    {
        using var connection = handle.Use(this);
        Whole(sql);
        nint statement = 0;
        if (Native.duckdb_prepare(connection.Pointer, sql, &statement) != 0)
        {
            var message = Native.Text(Native.duckdb_prepare_error(statement));
            Native.duckdb_destroy_prepare(&statement);
            throw new DuckDbException("Preparing a statement", message, sql);
        }
        var taken = new StatementHandle();
        taken.Take(statement, handle);
        return new DuckDbStatement(taken, handle, sql);
    }

    /// <summary>Runs one statement and streams its rows. Dispose the reader.</summary>
    /// <param name="values">Parameters by position.</param>
    public DuckDbReader Query(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        using var statement = Prepare(sql, values);
        return statement.Query();
    }

    /// <summary>Runs one statement and keeps all its rows: for small results.</summary>
    public DuckDbRows QueryRows(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        using var reader = Query(sql, values);
        return DuckDbRows.Read(reader);
    }

    /// <summary>The single value of a statement that gives one row of one column.</summary>
    /// <typeparam name="T">Nullable where the value may be null.</typeparam>
    /// <exception cref="InvalidOperationException">The result is not one row of one column, or null where T is not nullable.</exception>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T? QueryScalar<T>(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        var rows = QueryRows(sql, values);
        return rows.Count == 1 && rows.Columns.Count == 1
            ? DuckDbRows.To<T>(rows[0][0])
            : throw new InvalidOperationException($"A scalar query gives one row of one column; this gave {rows.Count} rows of {rows.Columns.Count} columns.");
    }

    /// <summary>Appends rows to a table of the current schema; every column is filled.</summary>
    public DuckDbAppender Appender(string table) => Appender(null, table);

    /// <summary>Appends rows to a table.</summary>
    /// <param name="schema">Null is the current schema.</param>
    /// <param name="columns">The columns that are filled, in that order; none is all. Others get their default.</param>
    /// <exception cref="DuckDbException">There is no such table or column.</exception>
    public DuckDbAppender Appender(string? schema, string table, params ReadOnlySpan<string> columns)
    {
        using var connection = handle.Use(this);
        return DuckDbAppender.Open(connection.Pointer, handle, null, schema, table, columns);
    }

    /// <summary>Appends rows to a table of an attached database.</summary>
    /// <param name="database">The name under which it is attached.</param>
    /// <exception cref="DuckDbException">There is no such table or column.</exception>
    public DuckDbAppender AppenderIn(string database, string table, params ReadOnlySpan<string> columns)
    {
        using var connection = handle.Use(this);
        return DuckDbAppender.Open(connection.Pointer, handle, database, "main", table, columns);
    }

    internal void RegisterAggregate(nint aggregate, string name)
    {
        using var connection = handle.Use(this);
        if (Native.duckdb_register_aggregate_function(connection.Pointer, aggregate) != 0)
            throw new DuckDbException($"Registering the aggregate {name}", "DuckDB refused it; a function of that name may be there already");
    }

    internal void RegisterScalar(nint function, string name)
    {
        using var connection = handle.Use(this);
        if (Native.duckdb_register_scalar_function(connection.Pointer, function) != 0)
            throw new DuckDbException($"Registering the function {name}", "DuckDB refused it");
    }

    /// <summary>Stops the running statement, which then fails with <see cref="DuckDbException.IsInterrupted"/>. The one member
    /// that another thread may call meanwhile; nothing happens when nothing runs.</summary>
    public void Interrupt()
    {
        using var connection = handle.Use(this);
        Native.duckdb_interrupt(connection.Pointer);
    }

    /// <summary>Progress of the running statement, 0–100 %; null when DuckDB does not know. May be asked by another thread.</summary>
    public double? Progress()
    {
        using var connection = handle.Use(this);
        var progress = Native.duckdb_query_progress(connection.Pointer);
        return progress.Percentage < 0 ? null : progress.Percentage;
    }

    /// <summary>Disconnects once the statements, readers and appenders of this connection are disposed too.</summary>
    public void Dispose() => handle.Dispose();

    DuckDbStatement Prepare(string sql, ReadOnlySpan<DuckDbValue> values)
    {
        var statement = Prepare(sql);
        try
        {
            for (var i = 0; i < values.Length; i++) statement.Bind(i + 1, values[i]);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
        return statement;
    }

    static void Whole(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.Contains('\0')) throw new ArgumentException("SQL text holds a NUL character, after which DuckDB would read nothing. Pass it as a parameter.", nameof(sql));
    }
}
