namespace RegistryAnalytics.Synth;

/// <summary>Names of persons and streets: lists of common ones, thinning out by rank, and made-up ones for the long tail.</summary>
static class Names
{
    static readonly Dictionary<string, byte[][]> lists = Read();
    static readonly Weighted lastAny = new(lists["last"]), lastHispanic = new(lists["last.hispanic"]), lastAsian = new(lists["last.asian"]);
    static readonly Weighted firstF = new(lists["first.f"]), firstM = new(lists["first.m"]), middle = new(lists["middle"]);
    static readonly byte[][] odd = lists["last.odd"];
    static readonly byte[][] tailLast = Join(lists["last.head"], lists["last.tail"]);
    static readonly byte[][] tailF = Join(lists["first.head"], lists["first.tail.f"]);
    static readonly byte[][] tailM = Join(lists["first.head"], lists["first.tail.m"]);
    static readonly byte[][] hyphens = [.. lists["last"].Take(120)];
    static readonly Dictionary<string, byte[][]> nicknames = Embedded.Lines("nicknames.csv").Skip(1).Select(line => line.Split(','))
        .GroupBy(cells => cells[0]).ToDictionary(group => group.Key, group => group.Select(cells => Embedded.Utf8(cells[1])).ToArray());
    static readonly Dictionary<byte[], byte[][]> nicknamesOf = Nicknamed();

    internal static byte[][] Streets { get; } = lists["street"];

    internal static byte[] Last(Rng rng, Heritage heritage)
    {
        if (rng.Chance(0.0006)) return rng.Pick(odd);
        return heritage switch
        {
            Heritage.Hispanic when rng.Chance(0.82) => lastHispanic.Pick(rng),
            Heritage.Asian when rng.Chance(0.8) => lastAsian.Pick(rng),
            _ => rng.Chance(0.5) ? lastAny.Pick(rng) : rng.Pick(tailLast),
        };
    }

    internal static byte[] First(Rng rng, bool female)
    {
        if (rng.Chance(0.0003)) return rng.Pick(odd);
        if (rng.Chance(0.68)) return (female ? firstF : firstM).Pick(rng);
        return rng.Pick(female ? tailF : tailM);
    }

    internal static byte[] Middle(Rng rng) => middle.Pick(rng);

    /// <summary>Two last names with a hyphen.</summary>
    internal static byte[] Hyphenated(Rng rng, byte[] first) => [.. first, (byte)'-', .. rng.Pick(hyphens)];

    /// <summary>A name that looks like another: one letter more, less or different.</summary>
    internal static byte[] Similar(Rng rng, byte[] name)
    {
        if (name.Length < 4 || name.Any(b => b > 127)) return [.. name, (byte)'a'];
        var at = rng.Between(1, name.Length - 2);
        return rng.Below(3) switch
        {
            0 => [.. name[..at], .. name[(at + 1)..]],
            1 => [.. name[..at], (byte)'y', .. name[(at + 1)..]],
            _ => [.. name[..at], name[at], .. name[at..]],
        };
    }

    /// <summary>A nickname of a listed name, or the name itself.</summary>
    internal static byte[] Nickname(Rng rng, byte[] name) => nicknamesOf.TryGetValue(name, out var list) ? rng.Pick(list) : name;

    static Dictionary<byte[], byte[][]> Nicknamed()
    {
        var found = new Dictionary<byte[], byte[][]>(ReferenceEqualityComparer.Instance);
        foreach (var name in lists["first.f"].Concat(lists["first.m"]))
            if (nicknames.TryGetValue(System.Text.Encoding.UTF8.GetString(name), out var list)) found[name] = list;
        return found;
    }

    static byte[][] Join(byte[][] heads, byte[][] tails) =>
        [.. from head in heads from tail in tails where head[^1] != tail[0] select (byte[])[.. head, .. tail]];

    static Dictionary<string, byte[][]> Read()
    {
        var found = new Dictionary<string, List<byte[]>>();
        List<byte[]>? list = null;
        foreach (var line in Embedded.Lines("names.txt"))
        {
            if (line[0] == '[') found[line[1..^1]] = list = [];
            else list!.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Embedded.Utf8(name.Replace('~', ' '))));
        }
        return found.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}

/// <summary>Where a family's names tend to come from.</summary>
enum Heritage { Any, Hispanic, Asian }

/// <summary>A list from which the first entries come more often: weight 1 / (rank + 25).</summary>
sealed class Weighted
{
    readonly byte[][] items;
    readonly int[] upTo;

    internal Weighted(byte[][] items)
    {
        this.items = items;
        upTo = new int[items.Length];
        var sum = 0;
        for (var i = 0; i < items.Length; i++) upTo[i] = sum += 1_000_000 / (i + 25);
    }

    internal byte[] Pick(Rng rng)
    {
        var at = Array.BinarySearch(upTo, rng.Below(upTo[^1]) + 1);
        return items[at < 0 ? ~at : at];
    }
}
