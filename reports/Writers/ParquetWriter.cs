using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>A table as one Parquet file, written by DuckDB; where figures come from goes into the file's key-value metadata.</summary>
/// <remarks>A suppressed or unavailable cell is null; a column NAME_state says which where a numeric column holds any.</remarks>
public static class ParquetWriter
{
    /// <param name="path">File to write; replaced if it exists.</param>
    public static void Write(Report report, Table table, string path)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1, MemoryLimit = 512L << 20 });
        using var connection = database.Connect();
        var fields = table.Columns.Select(column => $"{Name(column.Name)} {SqlType(column.Type)}")
            .Concat(table.Columns.Where(column => column.IsNumeric).Select(column => $"{Name(column.Name + "_state")} varchar"));
        connection.Execute($"create table report ({string.Join(", ", fields)})");
        var special = new bool[table.Columns.Count];
        using (var appender = connection.Appender("report"))
        {
            foreach (var row in table.Rows)
            {
                for (var c = 0; c < row.Length; c++) Append(appender, row[c], table.Columns[c].Type);
                for (var c = 0; c < row.Length; c++)
                    if (table.Columns[c].IsNumeric)
                    {
                        var state = State(row[c]);
                        special[c] |= state is not null;
                        appender.Append(state);
                    }
                appender.EndRow();
            }
            appender.Close();
        }
        var kept = table.Columns.Select(column => Name(column.Name))
            .Concat(table.Columns.Where((_, c) => special[c]).Select(column => Name(column.Name + "_state")));
        connection.Execute($"copy (select {string.Join(", ", kept)} from report) to {Literal(path)} (format parquet, compression zstd, kv_metadata {{{Metadata(report, table)}}})");
    }

    static string? State(Cell cell) => cell.State switch
    {
        CellState.Suppressed => "suppressed",
        CellState.NotAvailable => "not_available",
        _ => null,
    };

    static void Append(DuckDbAppender appender, Cell cell, ColumnType type)
    {
        switch (cell.State)
        {
            case CellState.Blank or CellState.Suppressed or CellState.NotAvailable: appender.AppendNull(); break;
            case CellState.Whole when type is ColumnType.Real or ColumnType.Share: appender.Append((double)cell.AsWhole()); break;
            case CellState.Whole: appender.Append(cell.AsWhole()); break;
            case CellState.Real: appender.Append(cell.AsReal()); break;
            case CellState.Date: appender.Append(cell.AsDate()); break;
            case CellState.Instant: appender.Append(cell.AsInstant()); break;
            case CellState.Flag: appender.Append(cell.AsFlag()); break;
            default: appender.Append(cell.AsText()); break;
        }
    }

    static string SqlType(ColumnType type) => type switch
    {
        ColumnType.Whole => "bigint",
        ColumnType.Real or ColumnType.Share => "double",
        ColumnType.Date => "date",
        ColumnType.Instant => "timestamptz",
        ColumnType.Flag => "boolean",
        _ => "varchar",
    };

    static string Metadata(Report report, Table table) => string.Join(", ", new (string Key, string? Value)[]
    {
        ("report", report.Name), ("caption", table.Title), ("label", report.Label), ("build", report.Provenance.BuildId),
        ("as_of", report.Provenance.AsOf?.ToString("yyyy-MM-dd")), ("known_by", report.Provenance.KnownBy?.ToString("yyyy-MM-dd")), ("schedule", report.Provenance.Schedule),
        ("footnotes", string.Join("\n", table.Footnotes)),
        ("parameters", string.Join("\n", report.Parameters.Select(parameter => $"{parameter.Name}={parameter.Value}"))),
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{Literal(pair.Key)}: {Literal(pair.Value!)}"));

    static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal) + "'";
}
