using System.Globalization;
using System.Text.Json.Nodes;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Warehouse.Build;

/// <summary>Takes a purged person out of builds. Rows of the person go; figures that were published stay as they were published.</summary>
/// <remarks>
/// A build that holds the person is written anew under its name with "-p" and a number, and the old one deleted: readers see
/// a new build and move to it. A build in which the person was taken for one with somebody else is retired: its rows cannot be
/// told apart. See docs/adr/0028-purge.md.
/// </remarks>
public static class BuildPurge
{
    /// <summary>What became of a build.</summary>
    /// <param name="Name">Old name.</param>
    /// <param name="NewName">Null where it was retired.</param>
    public sealed record Outcome(string Name, string? NewName);

    /// <summary>Takes records' persons out of every build. Under the locks <c>link</c> and <c>build</c>.</summary>
    /// <param name="records">Record keys of the person.</param>
    /// <param name="messages">Message keys: their control ids are emptied.</param>
    /// <param name="step">Told before each change.</param>
    public static IReadOnlyList<Outcome> Remove(string dataFolder, IReadOnlySet<long> records, IReadOnlyCollection<long> messages, Action<string>? step = null)
    {
        var outcomes = new List<Outcome>();
        if (Directory.Exists(BuildFolder.Of(dataFolder)))
            foreach (var left in Directory.GetDirectories(BuildFolder.Of(dataFolder), ".making-*")) Directory.Delete(left, recursive: true);
        foreach (var build in BuildFolder.All(dataFolder).ToList())
        {
            var persons = LinkPurge.PersonsOf(dataFolder, GenerationOf(build), records);
            if (persons.Count == 0 || !Holds(build, persons.Keys)) continue;
            var name = Path.GetFileName(build);
            step?.Invoke("build " + name);
            if (persons.Values.Contains(false))
            {
                Retire(dataFolder, build);
                outcomes.Add(new(name, null));
            }
            else outcomes.Add(new(name, Rewrite(dataFolder, build, [.. persons.Keys], messages, step)));
        }
        return outcomes;
    }

    static long GenerationOf(string build)
    {
        using var database = DuckDbDatabase.Open(Path.Combine(build, "facts.duckdb"), new DuckDbSettings { Access = DuckDbAccess.ReadOnly });
        using var connection = database.Connect();
        return long.Parse(connection.QueryScalar<string?>("select max(value) from build_info where key = 'link_generation'") ?? "0", CultureInfo.InvariantCulture);
    }

    static bool Holds(string build, IEnumerable<long> persons)
    {
        using var database = DuckDbDatabase.Open(Path.Combine(build, "facts.duckdb"), new DuckDbSettings { Access = DuckDbAccess.ReadOnly });
        using var connection = database.Connect();
        return connection.QueryScalar<bool>($"select exists (select 1 from dim_person where person_key in ({string.Join(", ", persons)}))");
    }

    static void Retire(string dataFolder, string build)
    {
        var pointer = Path.Combine(BuildFolder.Of(dataFolder), "current");
        if (BuildFolder.Current(dataFolder) == build) File.Delete(pointer);
        Directory.Delete(build, recursive: true);
    }

    static string Rewrite(string dataFolder, string build, IReadOnlyList<long> persons, IReadOnlyCollection<long> messages, Action<string>? step)
    {
        var name = Path.GetFileName(build);
        var isCurrent = BuildFolder.Current(dataFolder) == build;
        var marker = name.LastIndexOf("-p", StringComparison.Ordinal);
        var (stem, number) = marker > 0 ? (name[..marker], int.Parse(name.AsSpan(marker + 2), CultureInfo.InvariantCulture) + 1) : (name, 1);
        var id = string.Create(CultureInfo.InvariantCulture, $"{stem}-p{number}");
        var target = Path.Combine(BuildFolder.Of(dataFolder), id);
        if (!Directory.Exists(target)) Make(dataFolder, build, id, number, persons, messages, step);
        // In this order a reader always finds the current build, and a crash in between leaves the old one to be done again.
        if (isCurrent) BuildFolder.Publish(dataFolder, id);
        Directory.Delete(build, recursive: true);
        return id;
    }

    static void Make(string dataFolder, string build, string id, int number, IReadOnlyList<long> persons, IReadOnlyCollection<long> messages, Action<string>? step)
    {
        var making = BuildFolder.Start(dataFolder, id);
        foreach (var file in new[] { "facts.duckdb", "identity.duckdb" })
        {
            step?.Invoke($"build {id} {file}");
            Copy(Path.Combine(build, file), Path.Combine(making, file), id, persons, messages);
        }
        var manifest = JsonNode.Parse(File.ReadAllBytes(Path.Combine(build, "manifest.json")))!.AsObject();
        manifest["id"] = id;
        manifest["purged"] = number;
        if (Directory.Exists(Path.Combine(making, "tmp"))) Directory.Delete(Path.Combine(making, "tmp"), recursive: true); // made only when memory ran out
        BuildFolder.Seal(making, id, manifest);
    }

    /// <summary>Copies a database table by table without the persons' rows. A new file: deleted rows would stay in the old one's blocks.</summary>
    static void Copy(string from, string to, string id, IReadOnlyList<long> persons, IReadOnlyCollection<long> messages)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 3L << 30, Threads = 1, TempDirectory = Path.GetDirectoryName(to)! + "/tmp" });
        using var connection = database.Connect();
        connection.Execute($"attach '{Quoted(from)}' as a (read_only); attach '{Quoted(to)}' as b");
        if (Path.GetFileName(to) == "facts.duckdb") Content.PublishMacros(connection, "b");
        connection.Execute($"create table purged_person as select unnest([{string.Join(", ", persons)}]::bigint[]) as key");
        connection.Execute("create table purged_message (key bigint)");
        using (var appender = connection.Appender("purged_message"))
        {
            foreach (var message in messages) appender.Append(message).EndRow();
            appender.Close();
        }
        foreach (var table in connection.QueryRows("select table_name from duckdb_tables() where database_name = 'a' order by table_oid").Select(row => (string)row[0]!).ToList())
        {
            var columns = connection.QueryRows($"select column_name from (describe a.{table})").Select(row => (string)row[0]!).ToHashSet();
            var where = columns.Contains("person_key") ? "where coalesce(person_key not in (select key from purged_person), true)"
                : columns.Contains("dose_key") ? "where dose_key not in (select dose_key from a.fct_dose where person_key in (select key from purged_person))" : "";
            var replace = columns.Contains("control_id") ? "replace (case when message_key in (select key from purged_message) then null else control_id end as control_id)" : "";
            connection.Execute($"create table b.{table} as select * {replace} from a.{table} {where}");
        }
        if (Path.GetFileName(to) == "facts.duckdb") connection.Execute("update b.build_info set value = $1 where key = 'build_id'", id);
        connection.Execute("checkpoint b; detach a; detach b");
    }

    static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
