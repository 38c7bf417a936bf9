using System.Collections.Concurrent;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Reports.Catalogue;

/// <summary>The queries of the reports: files under reports/sql beside the program, run unchanged, values bound by name.</summary>
public static class ReportSql
{
    static readonly ConcurrentDictionary<string, string> Files = new(StringComparer.Ordinal);

    /// <exception cref="FileNotFoundException">The installation lacks the file.</exception>
    public static string Text(string name) => Files.GetOrAdd(name, static key =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, "reports", "sql", key + ".sql");
        return File.Exists(path) ? File.ReadAllText(path)
            : throw new FileNotFoundException($"Reading the query of a report: {path} is missing. Build or install again.", path);
    });

    /// <summary>All rows of a small query.</summary>
    /// <exception cref="OtherProgramException">The build lacks what the query asks for, since other models made it.</exception>
    public static DuckDbRows Rows(DuckDbConnection connection, string name, params (string Name, DuckDbValue Value)[] values) => InWords(connection, name, () =>
    {
        using var statement = connection.Prepare(Text(name));
        foreach (var (parameter, value) in values) statement.Bind(parameter, value);
        return statement.QueryRows();
    });

    /// <summary>Rows as cells in the order of the columns, streamed: each enumeration runs the query; the row array is reused.</summary>
    public static IEnumerable<Cell[]> Stream(DuckDbConnection connection, string name, IReadOnlyList<Column> columns, params (string Name, DuckDbValue Value)[] values)
    {
        using var statement = InWords(connection, name, () => connection.Prepare(Text(name)));
        foreach (var (parameter, value) in values) statement.Bind(parameter, value);
        using var reader = InWords(connection, name, statement.Query);
        var ordinals = columns.Select(column => reader.Ordinal(column.Name)).ToArray();
        var row = new Cell[columns.Count];
        while (reader.Read())
        {
            for (var c = 0; c < row.Length; c++) row[c] = Value(reader, ordinals[c], columns[c].Type);
            yield return row;
        }
    }

    // A table or column that is not there is a fault of the query, unless the build was made by other models than these.
    static T InWords<T>(DuckDbConnection connection, string name, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (DuckDbException error) when (name != "build_info" && (error.DuckDbMessage.StartsWith("Binder", StringComparison.Ordinal) || error.DuckDbMessage.StartsWith("Catalog", StringComparison.Ordinal)))
        {
            var info = BuildInfo.Read(connection);
            if (info.GetValueOrDefault(Content.ModelsKey) == Content.Models) throw;
            throw new OtherProgramException($"The build {info.GetValueOrDefault("build_id")} was made by another version of this program and lacks what is asked of it. Make a new one: ./registry build.", error);
        }
    }

    static Cell Value(DuckDbReader reader, int ordinal, ColumnType type)
    {
        if (reader.IsNull(ordinal)) return Cell.Blank;
        return type switch
        {
            ColumnType.Whole => Cell.Of(reader.GetInt64(ordinal)),
            ColumnType.Real or ColumnType.Share => Cell.Of(reader.GetDouble(ordinal)),
            ColumnType.Date => Cell.Of(reader.GetDate(ordinal)),
            ColumnType.Instant => Cell.Of(new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc))),
            ColumnType.Flag => Cell.Of(reader.Columns[ordinal].Type.Kind == DuckDbKind.Boolean ? reader.GetBoolean(ordinal) : reader.GetInt64(ordinal) != 0),
            _ => Cell.Of(reader.GetString(ordinal)),
        };
    }
}

/// <summary>A build was made by another version of the program and lacks a table or column; the message says what to do.</summary>
public sealed class OtherProgramException(string message, Exception inner) : Exception(message, inner);
