using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Takes records out of every link generation: links, pairs, questions and merges that speak of them. Keys of persons are not given again.</summary>
/// <remarks>A run that broke off is run again: what is gone is passed over.</remarks>
public static class LinkPurge
{
    /// <summary>Records of a person in the newest generation.</summary>
    public static IReadOnlyList<long> RecordsOf(string dataFolder, long personKey)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return [.. LinkHistory.Links(connection, dataFolder, PersonLinks.Latest(dataFolder)).Where(link => link.Value == personKey).Select(link => link.Key).Order()];
    }

    /// <summary>Persons that records belonged to in a generation, and whether each had no other records.</summary>
    public static IReadOnlyDictionary<long, bool> PersonsOf(string dataFolder, long generation, IReadOnlySet<long> records)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        var links = LinkHistory.Links(connection, dataFolder, generation);
        var persons = links.Where(link => records.Contains(link.Key)).Select(link => link.Value).ToHashSet();
        var shared = links.Where(link => persons.Contains(link.Value) && !records.Contains(link.Key)).Select(link => link.Value).ToHashSet();
        return persons.ToDictionary(person => person, person => !shared.Contains(person));
    }

    /// <summary>Takes the records out. Under the lock <c>link</c>.</summary>
    /// <param name="step">Told of each file before it is written.</param>
    public static void Remove(string dataFolder, IReadOnlyCollection<long> records, Action<string>? step = null)
    {
        RecordCache.Forget(dataFolder);
        LinkStore.Sweep(dataFolder);
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute("create table purged_record (key bigint)");
        using (var appender = connection.Appender("purged_record"))
        {
            foreach (var record in records) appender.Append(record).EndRow();
            appender.Close();
        }
        foreach (var manifest in LinkStore.Generations(dataFolder))
        {
            var folder = LinkStore.GenerationFolder(dataFolder, manifest.Generation);
            foreach (var (name, columns) in LinkHistory.Tables) Rewrite(connection, Path.Combine(folder, name + ".parquet"), columns, step);
            var links = LinkHistory.Links(connection, dataFolder, manifest.Generation);
            LinkHistory.View(connection, dataFolder, "link_review", "review_of", manifest.Generation);
            long Reviews(string kind) => connection.QueryScalar<long>("select count(*) from review_of where kind = $1 and from_generation = $2", kind, manifest.Generation);
            var now = manifest with
            {
                Records = links.Count, Persons = links.Values.Distinct().LongCount(), MergeProposals = Reviews("merge"), PairsToReview = Reviews("pair"),
            };
            if (now.Records == manifest.Records) continue;
            step?.Invoke($"generation {manifest.Generation}");
            LinkStore.Rewrite(dataFolder, now);
        }
    }

    // Columns that hold keys of records, or of persons, which are keys of their founding records.
    static void Rewrite(DuckDbConnection connection, string path, string columns, Action<string>? step)
    {
        if (!File.Exists(path)) return;
        var keys = columns.Split(',').Select(column => column.Trim().Split(' ')[0])
            .Where(name => name is "record_key" or "record_a" or "record_b" or "old_person_key" or "person_key" or "from_person" or "to_person");
        var condition = string.Join(" or ", keys.Select(key => $"{key} in (select key from purged_record)"));
        var from = $"read_parquet('{Quoted(path)}', hive_partitioning = false)";
        if (connection.QueryScalar<long>($"select count(*) from {from} where {condition}") == 0) return;
        step?.Invoke("link " + Path.GetFileName(path));
        connection.Execute($"copy (select * from {from} where not ({condition})) to '{Quoted(path + ".tmp")}' (format parquet, compression zstd)");
        using (var file = new FileStream(path + ".tmp", FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
