namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Pairs of names that one person may go by. Either way round, never chained: chains join unrelated names.</summary>
public static class Nicknames
{
    static readonly Dictionary<string, int> Ids = new(StringComparer.Ordinal);
    static readonly HashSet<long> Pairs = Load();

    /// <summary>A number for a name that has nicknames.</summary>
    /// <returns>−1 where the name is not in the list.</returns>
    public static int IdOf(string name) => Ids.GetValueOrDefault(name, -1);

    /// <summary>Whether two names of <see cref="IdOf"/> go together.</summary>
    public static bool Related(int a, int b) => a >= 0 && b >= 0 && Pairs.Contains(a < b ? (long)a << 32 | (uint)b : (long)b << 32 | (uint)a);

    static HashSet<long> Load()
    {
        var pairs = new HashSet<long>();
        foreach (var line in LinkData.Lines("nicknames.csv").Skip(1))
        {
            var comma = line.IndexOf(',');
            var a = Id(line[..comma]);
            var b = Id(line[(comma + 1)..]);
            pairs.Add(a < b ? (long)a << 32 | (uint)b : (long)b << 32 | (uint)a);
        }
        return pairs;
    }

    static int Id(string name)
    {
        if (!Ids.TryGetValue(name, out var id)) Ids.Add(name, id = Ids.Count);
        return id;
    }
}
