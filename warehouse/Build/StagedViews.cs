using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Staged tables as views over the Parquet of the committed batches.</summary>
public static class StagedViews
{
    /// <summary>Makes <c>staged_&lt;table&gt;</c> for each table; a table or column that no batch holds reads as empty or null.</summary>
    public static void Create(DuckDbConnection connection, Lake lake, params ReadOnlySpan<StagedTable> tables)
    {
        foreach (var table in tables)
        {
            connection.Execute($"create table empty_{table.Name} ({table.SqlColumns})");
            var files = lake.Files(table).ToArray();
            // Files written before the column missing was: it is made from the others.
            HashSet<string> older = table.LeftOut.Count == 0 ? [] : [.. files];
            if (older.Count > 0)
                older.ExceptWith(connection.QueryRows($"select file_name from parquet_schema([{Quoted(files)}]) where name = 'missing'").Select(row => (string)row[0]!));
            var rows = $"select * from empty_{table.Name}{More(files.Where(file => !older.Contains(file)))}";
            if (older.Count > 0)
                rows += $" union all by name select * exclude (missing), {table.SqlMissing} as missing from (select * from empty_{table.Name}{More(files.Where(older.Contains))})";
            connection.Execute($"create view staged_{table.Name} as {rows}");
        }
    }

    static string More(IEnumerable<string> files) =>
        Quoted(files) is { Length: > 0 } paths ? $" union all by name select * from read_parquet([{paths}], union_by_name = true)" : "";

    static string Quoted(IEnumerable<string> files) => string.Join(", ", files.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"));
}
