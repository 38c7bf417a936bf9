namespace RegistryAnalytics.DuckDb;

/// <summary>DuckDB refused or failed: what was being done, DuckDB's own message, and the first line of the SQL.</summary>
/// <remarks>DuckDB's message may quote a value that it could not convert. Pass personal data as parameters or through the
/// appender, never in SQL text, and do not copy messages about data into logs.</remarks>
public sealed class DuckDbException : Exception
{
    const int InterruptError = 29;

    internal DuckDbException(string doing, string? message, string? sql = null, int errorType = 0)
        : base(Compose(doing, message, sql))
    {
        DuckDbMessage = message ?? "";
        SqlFirstLine = FirstLine(sql);
        IsInterrupted = errorType == InterruptError || DuckDbMessage.StartsWith("INTERRUPT", StringComparison.Ordinal);
    }

    /// <summary>DuckDB's message as it gave it.</summary>
    public string DuckDbMessage { get; }

    /// <summary>First line of the SQL that is not empty, at most 200 characters; null where no SQL was involved.</summary>
    public string? SqlFirstLine { get; }

    /// <summary>True when <see cref="DuckDbConnection.Interrupt"/> stopped the statement.</summary>
    public bool IsInterrupted { get; }

    static string Compose(string doing, string? message, string? sql)
    {
        var text = $"{doing}: {(string.IsNullOrEmpty(message) ? "DuckDB gave no reason" : message)}";
        return FirstLine(sql) is { } line ? $"{text}\nSQL: {line}" : text;
    }

    static string? FirstLine(string? sql)
    {
        const int longest = 200;
        if (sql is null) return null;
        foreach (var part in sql.AsSpan().EnumerateLines())
        {
            var line = part.Trim();
            if (line.IsEmpty) continue;
            return line.Length <= longest ? line.ToString() : string.Concat(line[..longest], "…");
        }
        return null;
    }
}
