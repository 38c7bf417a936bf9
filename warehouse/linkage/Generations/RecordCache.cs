using System.Runtime.InteropServices;
using System.Text;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Clean records of the newest generation in one file, so that a daily batch need not read the whole lake again.</summary>
/// <remarks>Derived: where it is missing, older or torn, everything is read from staged rows and comes out the same.</remarks>
static class RecordCache
{
    // Changes with every change of how records are cleaned or laid down.
    const string Version = "records-2";

    static string Path(string dataFolder) => System.IO.Path.Combine(dataFolder, "lake", "persons", "cache", "records.bin");

    /// <summary>What the records of a generation are made of.</summary>
    public static string Stamp(GenerationManifest manifest) => $"{Version}|{manifest.Generation}|{string.Join('|', manifest.Batches)}";

    /// <summary>Deletes the cache; the next step reads the whole lake.</summary>
    public static void Forget(string dataFolder)
    {
        foreach (var path in new[] { Path(dataFolder), Path(dataFolder) + ".tmp" })
            if (File.Exists(path)) File.Delete(path);
    }

    /// <summary>Writes the records; replaces what was there at one stroke.</summary>
    public static void Write(string dataFolder, string stamp, StagedPersons persons)
    {
        var path = Path(dataFolder);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        using (var to = new BinaryWriter(file, Encoding.UTF8))
        {
            to.Write(stamp);
            var pool = persons.Table.Pool;
            to.Write(pool.Count);
            for (var id = 1; id < pool.Count; id++)
            {
                to.Write(pool.Joined(id) != 0);
                to.Write(pool[id]);
            }
            Put<long>(to, persons.Table.Keys);
            for (var column = 0; column < RecordTable.Columns; column++) Put<int>(to, persons.Table[(Column)column]);
            for (var list = 0; list < RecordTable.Lists; list++)
            {
                Put<int>(to, persons.Table.StartsOf((ListColumn)list));
                Put(to, persons.Table.AllOf((ListColumn)list));
            }
            Put<long>(to, persons.RecordKeys);
            Put<int>(to, persons.RowOf);
            Put<UInt128>(to, [.. persons.Seen.Keys]);
            Put<int>(to, [.. persons.Seen.Values]);
            to.Write(stamp);
        }
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Reads the records back.</summary>
    /// <returns>Null where there are none of this stamp.</returns>
    public static StagedPersons? Read(string dataFolder, string stamp)
    {
        var path = Path(dataFolder);
        if (!File.Exists(path)) return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            using var from = new BinaryReader(file, Encoding.UTF8);
            if (from.ReadString() != stamp) return null;
            var count = from.ReadInt32();
            var pool = new TextPool();
            var names = new List<int>();
            for (var id = 1; id < count; id++)
            {
                if (from.ReadBoolean()) names.Add(id);
                pool.Intern(from.ReadString());
            }
            foreach (var id in names) pool.InternName(pool[id]);
            if (pool.Count != count) return null;
            var keys = Get<long>(from);
            var columns = Enumerable.Range(0, RecordTable.Columns).Select(_ => Get<int>(from)).ToArray();
            var lists = Enumerable.Range(0, RecordTable.Lists).Select(_ => (Starts: Get<int>(from), Values: Get<int>(from))).ToArray();
            var table = new RecordTable(pool, keys, columns, [.. lists.Select(list => list.Starts)], [.. lists.Select(list => list.Values)]);
            var recordKeys = Get<long>(from);
            var rowOf = Get<int>(from);
            var hashes = Get<UInt128>(from);
            var rows = Get<int>(from);
            if (from.ReadString() != stamp) return null;
            var seen = new Dictionary<UInt128, int>(hashes.Length);
            for (var i = 0; i < hashes.Length; i++) seen.Add(hashes[i], rows[i]);
            return new(table, recordKeys, rowOf, table.Count) { Seen = seen };
        }
        catch (Exception torn) when (torn is EndOfStreamException or ArgumentException or IOException)
        {
            return null;
        }
    }

    static void Put<T>(BinaryWriter to, ReadOnlySpan<T> values) where T : unmanaged
    {
        to.Write(values.Length);
        to.Flush();
        // In pieces: a span of bytes cannot be longer than 2 GiB.
        for (var at = 0; at < values.Length; at += 1 << 24)
            to.BaseStream.Write(MemoryMarshal.AsBytes(values[at..Math.Min(values.Length, at + (1 << 24))]));
    }

    static T[] Get<T>(BinaryReader from) where T : unmanaged
    {
        var values = new T[from.ReadInt32()];
        for (var at = 0; at < values.Length; at += 1 << 24)
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(values.Length - at, 1 << 24))));
        return values;
    }
}
