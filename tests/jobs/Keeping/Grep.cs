using System.IO.Compression;
using System.Text;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.Jobs.Keeping;

/// <summary>The obvious search: every file as bytes, and unpacked where it is gzip, Parquet or DuckDB. The program has its own; this one checks it.</summary>
static class Grep
{
    /// <summary>Files (and words) in which any of the words stands, in whatever case.</summary>
    internal static List<string> Find(string folder, params string[] words)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var text in Texts(file))
                foreach (var word in words)
                    if (text.Contains(word, StringComparison.OrdinalIgnoreCase)) found.Add($"{Path.GetRelativePath(folder, file)}: {word}");
        return [.. found.Distinct()];
    }

    static IEnumerable<string> Texts(string file)
    {
        yield return Path.GetFileName(file);
        yield return Encoding.Latin1.GetString(File.ReadAllBytes(file));
        if (file.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var unpacked = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked, Encoding.UTF8);
            yield return reader.ReadToEnd();
        }
        else if (file.EndsWith(".parquet", StringComparison.Ordinal)) yield return Rows(":memory:", [$"read_parquet('{file}', hive_partitioning = false)"]);
        else if (file.EndsWith(".duckdb", StringComparison.Ordinal)) yield return Rows(file, null);
    }

    static string Rows(string database, string[]? sources)
    {
        using var opened = DuckDbDatabase.Open(database, new DuckDbSettings { Access = database == ":memory:" ? DuckDbAccess.ReadWrite : DuckDbAccess.ReadOnly });
        using var connection = opened.Connect();
        sources ??= [.. connection.QueryRows("select table_name from duckdb_tables()").Select(row => (string)row[0]!)];
        var text = new StringBuilder();
        foreach (var source in sources)
            foreach (var row in connection.QueryRows($"select cast(one as varchar) from {source} as one")) text.AppendLine((string?)row[0]);
        return text.ToString();
    }
}
