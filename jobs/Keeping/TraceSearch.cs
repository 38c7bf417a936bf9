using System.IO.Compression;
using System.Text;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Keeping;

namespace RegistryAnalytics.Jobs.Keeping;

/// <summary>Looks for a person in files of every kind that the data folder holds, unpacked: gzip, zip and workbooks, Parquet, DuckDB, and anything else as text.</summary>
static class TraceSearch
{
    const int Window = 1 << 16, Overlap = 1 << 10;

    /// <summary>Files below a folder that speak of the person, in the order of their paths.</summary>
    internal static IReadOnlyList<string> In(string folder, PersonTraces traces) => !Directory.Exists(folder) ? []
        : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(file => InFile(file, traces))];

    /// <summary>True where a file's text cannot be read here, so that nobody can say whom it names.</summary>
    internal static bool IsOpaque(string file) => Path.GetExtension(file).Equals(".pdf", StringComparison.OrdinalIgnoreCase);

    internal static bool InFile(string file, PersonTraces traces)
    {
        if (traces.In(Path.GetFileName(file))) return true;
        switch (Path.GetExtension(file).ToLowerInvariant())
        {
            case ".parquet": return InRows("read_parquet('" + file.Replace("'", "''", StringComparison.Ordinal) + "', hive_partitioning = false)", null, traces);
            case ".duckdb": return InRows(null, file, traces);
            case ".gz":
                using (var packed = File.OpenRead(file))
                using (var unpacked = new GZipStream(packed, CompressionMode.Decompress)) return InText(unpacked, traces);
            case ".zip" or ".xlsx":
                using (var archive = ZipFile.OpenRead(file))
                    return archive.Entries.Any(entry =>
                    {
                        using var content = entry.Open();
                        return InText(content, traces);
                    });
            default:
                using (var text = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)) return InText(text, traces);
        }
    }

    static bool InText(Stream stream, PersonTraces traces)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var buffer = new char[Window + Overlap];
        var kept = 0;
        while (reader.ReadBlock(buffer, kept, Window) is var n and > 0)
        {
            if (traces.In(buffer.AsSpan(0, kept + n))) return true;
            var keep = Math.Min(Overlap, kept + n);
            buffer.AsSpan(kept + n - keep, keep).CopyTo(buffer);
            kept = keep;
        }
        return false;
    }

    static bool InRows(string? source, string? file, PersonTraces traces)
    {
        using var database = DuckDbDatabase.Open(file ?? ":memory:", new DuckDbSettings { Access = file is null ? DuckDbAccess.ReadWrite : DuckDbAccess.ReadOnly });
        using var connection = database.Connect();
        var tables = source is not null ? [source] : connection.QueryRows("select table_name from duckdb_tables() order by 1").Select(row => (string)row[0]!).ToArray();
        foreach (var table in tables)
        {
            var texts = connection.QueryRows($"select column_name from (describe select * from {table}) where column_type = 'VARCHAR'").Select(row => (string)row[0]!).ToArray();
            if (texts.Length == 0) continue;
            using var rows = connection.Query($"select {string.Join(", ", texts)} from {table}");
            while (rows.Read())
                if (traces.In(string.Join('\u001f', Enumerable.Range(0, texts.Length).Select(i => rows.IsNull(i) ? "" : rows.GetString(i))))) return true;
        }
        return false;
    }
}
