using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>A data folder with staged batches, written as etl writes them.</summary>
sealed class StagedLake : IDisposable
{
    long sequence;

    public string Folder { get; } = Directory.CreateTempSubdirectory("link").FullName;

    /// <summary>Commits a batch. Each row is column=value pairs; keys of persons are made from the batch and their place.</summary>
    /// <returns>Record keys of the persons, in order.</returns>
    public List<long> Batch(params ReadOnlySpan<(StagedTable Table, string Row)> rows)
    {
        sequence++;
        var folder = Path.Combine(Folder, "lake", "staged", $"batch={sequence:00000000}-{sequence:x12}");
        Directory.CreateDirectory(folder);
        var keys = new List<long>();
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        var used = new HashSet<StagedTable>();
        foreach (var (table, row) in rows)
        {
            if (used.Add(table)) connection.Execute($"create table {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name + " " + Type(column.Type)))})");
            var values = row.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1].Replace('_', ' '));
            if (table == StagedSchema.Person)
            {
                keys.Add(sequence << 40 | (long)(keys.Count + 1));
                values["record_key"] = keys[^1].ToString(CultureInfo.InvariantCulture);
                values.TryAdd("received_at", "2025-01-01");
            }
            else if (!values.ContainsKey("record_key")) values["record_key"] = keys[^1].ToString(CultureInfo.InvariantCulture);
            connection.Execute($"insert into {table.Name} ({string.Join(", ", values.Keys)}) values ({string.Join(", ", values.Values.Select(value => $"'{value}'"))})");
        }
        foreach (var table in used) connection.Execute($"copy {table.Name} to '{Path.Combine(folder, table.Name + "-0000.parquet")}' (format parquet)");
        var files = used.ToDictionary(table => table.Name, table => new { files = new[] { table.Name + "-0000.parquet" } });
        File.WriteAllText(Path.Combine(folder, "manifest.json"), System.Text.Json.JsonSerializer.Serialize(new { sequence, through = sequence, tables = files }));
        return keys;
    }

    /// <summary>One person a line, in the short form of <see cref="People"/>: sender, own id, first, last, born, sex, then column=value.</summary>
    public List<long> Persons(params ReadOnlySpan<string> people)
    {
        var rows = new List<(StagedTable, string)>();
        foreach (var text in people)
        {
            var words = text.Split(' ');
            rows.Add((StagedSchema.Person, string.Join(' ', new[]
            {
                "sender=" + words[0], "person_id=" + words[1], "person_id_authority=" + words[0], "first_name=" + words[2], "last_name=" + words[3], "birth_date=" + words[4], "sex=" + words[5], "record_type=vxu",
            }.Concat(words[6..]))));
        }
        return Batch(rows.ToArray());
    }

    /// <summary>Makes one batch of all batches so far, as compaction does: other name, same records.</summary>
    public void Compact()
    {
        var staged = Path.Combine(Folder, "lake", "staged");
        var old = Directory.GetDirectories(staged).Order(StringComparer.Ordinal).ToList();
        var folder = Path.Combine(staged, "batch=00000001-ffffffffffff");
        Directory.CreateDirectory(folder);
        var files = new Dictionary<string, List<string>>();
        foreach (var file in old.SelectMany(one => Directory.GetFiles(one, "*.parquet").Order(StringComparer.Ordinal)))
        {
            var table = Path.GetFileName(file)[..^"-0000.parquet".Length];
            if (!files.TryGetValue(table, out var list)) files.Add(table, list = []);
            list.Add(string.Create(CultureInfo.InvariantCulture, $"{table}-{list.Count:0000}.parquet"));
            File.Copy(file, Path.Combine(folder, list[^1]));
        }
        File.WriteAllText(Path.Combine(folder, "manifest.json"),
            System.Text.Json.JsonSerializer.Serialize(new { sequence = 1, through = sequence, tables = files.ToDictionary(table => table.Key, table => new { files = table.Value }) }));
        foreach (var one in old) Directory.Delete(one, recursive: true);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static string Type(StagedType type) => type switch
    {
        StagedType.Long => "bigint", StagedType.Int => "integer", StagedType.Bool => "boolean", StagedType.Day => "date",
        StagedType.Instant => "timestamp", StagedType.Real => "double", _ => "varchar",
    };
}
