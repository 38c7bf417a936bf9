namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>
/// What readers know of one indicator from another: a combination never has more in its numerator than its antigens, a
/// denominator may be the complement of another numerator. Every relation that holds in all rows is taken as known, which
/// includes all that hold by definition.
/// </summary>
sealed class RateRelations
{
    /// <summary>A count of one indicator: numerator, rest or denominator.</summary>
    public readonly record struct Count(int Indicator, char Kind)
    {
        public long Of(RateMember member) => Kind switch
        {
            'n' => member.Numerator[Indicator],
            'r' => member.Rest(Indicator),
            _ => member.Denominator[Indicator],
        };
    }

    readonly Dictionary<Count, List<Count>> above = [];
    readonly Dictionary<Count, List<Count>> below = [];

    public RateRelations(IReadOnlyList<RateMember> rows)
    {
        var counts = Enumerable.Range(0, rows[0].Indicators).SelectMany(i => new Count[] { new(i, 'n'), new(i, 'r'), new(i, 'd') }).ToArray();
        var values = counts.Select(count => rows.Select(count.Of).ToArray()).ToArray();
        foreach (var count in counts) (above[count], below[count]) = ([], []);
        for (var a = 0; a < counts.Length; a++)
            for (var b = 0; b < counts.Length; b++)
            {
                if (a == b || counts[a].Indicator == counts[b].Indicator || (counts[a].Kind == 'd' && counts[b].Kind == 'd') || !IsNeverAbove(values[a], values[b])) continue;
                above[counts[a]].Add(counts[b]);
                below[counts[b]].Add(counts[a]);
            }
    }

    /// <summary>Counts that are never smaller than this one.</summary>
    public IReadOnlyList<Count> Above(Count count) => above[count];

    /// <summary>Counts that are never larger than this one.</summary>
    public IReadOnlyList<Count> Below(Count count) => below[count];

    static bool IsNeverAbove(long[] small, long[] large)
    {
        for (var r = 0; r < small.Length; r++)
            if (small[r] > large[r]) return false;
        return true;
    }
}
