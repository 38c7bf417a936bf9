using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Vaccine groups as bits, and the days within which records of a group may be one vaccination.</summary>
public sealed class DoseVocabulary
{
    /// <summary>Days within which two records of a group may be one vaccination, unless the group has its own.</summary>
    public const int DefaultWindow = 23;

    /// <summary>Most days by which a transcript of a series is off that otherwise agrees: a month.</summary>
    public const int Month = 31;

    /// <summary>Groups with a window below this have real series so close that no transcript is looked for beyond it.</summary>
    public const int ShortestSeries = 14;

    readonly ulong[] groups;
    readonly bool[] unspecified;
    readonly int[] windows = new int[64];

    /// <param name="groupsOf">CVX number and vaccine group, any order.</param>
    /// <param name="unspecifiedCodes">CVX numbers that name a group only.</param>
    public DoseVocabulary(IEnumerable<(int Cvx, string Group)> groupsOf, IEnumerable<int> unspecifiedCodes)
    {
        var rows = groupsOf.ToList();
        var names = rows.Select(row => row.Group).Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count > 62) throw new InvalidDataException($"Reading vaccine groups: there are {names.Count}, and 62 fit. Widen DoseVocabulary.");
        var size = rows.Count == 0 ? 1 : rows.Max(row => row.Cvx) + 1;
        groups = new ulong[size];
        unspecified = new bool[size];
        foreach (var (cvx, group) in rows) groups[cvx] |= 1UL << names.IndexOf(group);
        foreach (var cvx in unspecifiedCodes)
            if (cvx < size) unspecified[cvx] = true;
        Array.Fill(windows, DefaultWindow);
        foreach (var line in LinkData.Lines("dose_windows.csv").Skip(1))
        {
            var comma = line.LastIndexOf(',');
            var at = names.IndexOf(line[..comma]);
            if (at >= 0) windows[at] = int.Parse(line[(comma + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>From the code tables of a build.</summary>
    public static DoseVocabulary Read(DuckDbConnection connection)
    {
        var groups = connection.QueryRows("select cast(cvx as integer), vaccine_group from code_cvx_group order by all");
        var open = connection.QueryRows("select cast(cvx as integer) from code_cvx where kind = 'unspecified' order by all");
        return new(groups.Select(row => ((int)row[0]!, (string)row[1]!)), open.Select(row => (int)row[0]!));
    }

    /// <summary>Groups of a vaccine as bits; a vaccine without one stands for itself alone: 0.</summary>
    public ulong Groups(int cvx) => cvx < groups.Length ? groups[cvx] : 0;

    /// <summary>Whether a code names a group, not a vaccine.</summary>
    public bool IsUnspecified(int cvx) => cvx < unspecified.Length && unspecified[cvx];

    /// <summary>Most days between two records that share these groups.</summary>
    public int Window(ulong shared)
    {
        var days = 0;
        for (; shared != 0; shared &= shared - 1) days = Math.Max(days, windows[System.Numerics.BitOperations.TrailingZeroCount(shared)]);
        return days;
    }
}
