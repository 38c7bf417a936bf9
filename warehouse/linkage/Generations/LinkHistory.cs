using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>One merge, split or move of persons.</summary>
/// <param name="Event">generation &lt;&lt; 20 | ordinal.</param>
/// <param name="Kind">merge, split or unmerge.</param>
/// <param name="FromPerson">Person whose records went.</param>
/// <param name="ToPerson">Person that they went to.</param>
/// <param name="Reason">decision, bridge (the machine's, see BridgePolicy), or the event undone.</param>
/// <param name="Actor">Reviewer's account or sender; null for the machine.</param>
public sealed record MergeEvent(long Event, string Kind, long FromPerson, long ToPerson, string Reason, string? Actor);

/// <summary>What the generations say, read back.</summary>
public static class LinkHistory
{
    /// <summary>Tables of a generation, as columns.</summary>
    internal static readonly (string Name, string Columns)[] Tables =
    [
        ("person_link", "record_key bigint, person_key bigint, from_generation bigint, reason varchar, score real"),
        ("person_redirect", "old_person_key bigint, person_key bigint, from_generation bigint"),
        ("link_pair", "record_a bigint, record_b bigint, score real, probability real, decision varchar, rule varchar, from_generation bigint, "
            + string.Join(", ", PairFields.Names.Select(name => name + " real"))),
        ("link_review", "record_a bigint, record_b bigint, person_a bigint, person_b bigint, kind varchar, score real, rule varchar, from_generation bigint"),
        ("merge_event", "event bigint, kind varchar, from_person bigint, to_person bigint, reason varchar, actor varchar, from_generation bigint"),
    ];

    /// <summary>Makes a view of a table over the generations up to one.</summary>
    internal static void View(DuckDbConnection connection, string dataFolder, string table, string view, long upTo)
    {
        connection.Execute($"create or replace table empty_{view} ({Tables.First(known => known.Name == table).Columns})");
        var files = Enumerable.Range(1, (int)upTo).Select(generation => Path.Combine(LinkStore.GenerationFolder(dataFolder, generation), table + ".parquet"))
            .Where(File.Exists).Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'").ToList();
        connection.Execute($"create or replace view {view} as select * from empty_{view}"
            + (files.Count == 0 ? "" : $" union all by name select * from read_parquet([{string.Join(", ", files)}], union_by_name = true)"));
    }

    /// <summary>Person of each record as of a generation.</summary>
    public static Dictionary<long, long> Links(DuckDbConnection connection, string dataFolder, long generation)
    {
        View(connection, dataFolder, "person_link", "link_history", generation);
        var links = new Dictionary<long, long>();
        using var rows = connection.Query(LinkData.Sql("current_links"));
        while (rows.Read()) links.Add(rows.GetInt64(0), rows.GetInt64(1));
        return links;
    }

    /// <summary>Every key that ever stood for a person, up to a generation: none is used again.</summary>
    public static HashSet<long> UsedKeys(DuckDbConnection connection, string dataFolder, long generation)
    {
        View(connection, dataFolder, "person_link", "link_history", generation);
        using var rows = connection.Query("select distinct person_key from link_history");
        var keys = new HashSet<long>();
        while (rows.Read()) keys.Add(rows.GetInt64(0));
        return keys;
    }

    /// <summary>Merges, splits and unmerges up to a generation, in order.</summary>
    public static List<MergeEvent> Events(DuckDbConnection connection, string dataFolder, long generation)
    {
        View(connection, dataFolder, "merge_event", "merge_history", generation);
        using var rows = connection.Query("select event, kind, from_person, to_person, reason, actor from merge_history order by event");
        var events = new List<MergeEvent>();
        while (rows.Read())
            events.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetString(4), rows.IsNull(5) ? null : rows.GetString(5)));
        return events;
    }
}
