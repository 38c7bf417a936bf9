using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>
/// Joins runs of small batches into one, so that readers open few files. Rows and their keys stay as they are; the new batch
/// stands for the sequences of the old ones, whose folders the next sweep removes.
/// </summary>
public static class Compaction
{
    /// <summary>Joins neighbouring batches whose messages together fit one part.</summary>
    /// <param name="mostMessages">Messages in a joined batch at most.</param>
    /// <returns>Batches joined away.</returns>
    /// <exception cref="DataLockedException">Another process is taking files in.</exception>
    public static int Run(string dataFolder, TimeProvider clock, long mostMessages = 50_000)
    {
        using var held = DataLock.Take(dataFolder, "ingest");
        Lake.Sweep(dataFolder);
        var joined = 0;
        var group = new List<BatchManifest>();
        long messages = 0;
        foreach (var batch in Lake.Batches(dataFolder))
        {
            var more = MessagesOf(batch);
            if (group.Count > 0 && messages + more > mostMessages)
            {
                joined += Join(dataFolder, group, clock);
                (group, messages) = ([], 0);
            }
            group.Add(batch);
            messages += more;
        }
        joined += Join(dataFolder, group, clock);
        // Readers that opened the old folders before now keep their files; on Windows they hold the sweep up until the next time.
        Lake.Sweep(dataFolder);
        return joined;
    }

    static long MessagesOf(BatchManifest batch) => batch.Tables.TryGetValue("message", out var table) ? table.Rows : 0;

    static int Join(string dataFolder, List<BatchManifest> group, TimeProvider clock)
    {
        if (group.Count < 2) return 0;
        var hash = BatchWriter.HashOf(group.Select(batch => batch.Hash));
        var folder = Lake.BatchFolder(dataFolder, group[0].Sequence, hash);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var tables = new Dictionary<string, BatchTable>(StringComparer.Ordinal);
        using var database = DuckDbDatabase.Open(":memory:", new() { Threads = 1 });
        using var connection = database.Connect();
        foreach (var table in group.SelectMany(batch => batch.Tables.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var files = group.SelectMany(batch => batch.Paths(table)).Select(Quote);
            var file = $"{table}.00000.parquet";
            Durable.At("write " + file);
            // In the order of the files and the rows in them, which is the order of the keys.
            var rows = $"select * from read_parquet([{string.Join(", ", files)}], union_by_name = true, hive_partitioning = false)";
            if (StagedSchema.Tables.FirstOrDefault(known => known.Name == table) is { LeftOut.Count: > 0 } schema)
            {
                // Files written before the column was get it now: a file has it for all of its rows or not at all.
                connection.Execute($"create or replace table nothing ({schema.SqlColumns})");
                rows = $"select * exclude (missing), coalesce(missing, {schema.SqlMissing}) as missing from (from nothing union all by name {rows})";
            }
            connection.Execute($"""
                copy ({rows})
                to {Quote(Path.Combine(folder, file))} (format parquet)
                """);
            Durable.Sync(Path.Combine(folder, file));
            tables.Add(table, new(group.Sum(batch => batch.Tables.TryGetValue(table, out var known) ? known.Rows : 0), [file]));
        }
        Durable.SyncFolder(folder);
        var kinds = group.Select(batch => batch.Kind).Distinct().ToList();
        var manifest = new BatchManifest(group[0].Sequence, group[^1].Through, hash, kinds.Count == 1 ? kinds[0] : "mixed", clock.GetUtcNow(), 1,
            [.. group.SelectMany(batch => batch.Files)], tables);
        Durable.Write(Path.Combine(folder, BatchManifest.FileName), manifest.ToJson());
        Durable.SyncFolder(Path.GetDirectoryName(folder)!);
        return group.Count;
    }

    static string Quote(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
}
