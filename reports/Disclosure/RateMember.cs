using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>All counts of one member of a breakdown, by indicator; or of several members taken together.</summary>
/// <param name="Rows">Places of its rows in the cube, by indicator; -1 where it has none. Empty for a group of members and for a rest that is not printed.</param>
sealed record RateMember(string Name, int[] Rows, long[] Initial, long[] Excluded, long[] Denominator, long[] Numerator)
{
    public int Indicators => Initial.Length;

    /// <summary>Neither excluded nor in the denominator.</summary>
    public long Others(int i) => Initial[i] - Excluded[i] - Denominator[i];

    /// <summary>In the denominator and not in the numerator.</summary>
    public long Rest(int i) => Denominator[i] - Numerator[i];

    /// <summary>Largest denominator: how much is lost where this member is hidden.</summary>
    public long Size => Denominator.DefaultIfEmpty(0).Max();

    public static RateMember Of(string name, IReadOnlyList<(RateRow Row, int Place)> rows, IReadOnlyDictionary<string, int> indicators)
    {
        var member = Empty(name, indicators.Count, Enumerable.Repeat(-1, indicators.Count).ToArray());
        foreach (var (row, place) in rows)
        {
            var i = indicators[row.Indicator];
            (member.Rows[i], member.Initial[i], member.Excluded[i], member.Denominator[i], member.Numerator[i]) = (place, row.Initial, row.Excluded, row.Denominator, row.Numerator);
        }
        return member;
    }

    static RateMember Empty(string name, int n, int[] rows) => new(name, rows, new long[n], new long[n], new long[n], new long[n]);

    /// <summary>Several members as one: all that is known of members that are hidden as a whole.</summary>
    public static RateMember Together(IEnumerable<RateMember> members, int indicators)
    {
        var sum = Empty("", indicators, []);
        foreach (var member in members) sum.Add(member, 1);
        return sum;
    }

    /// <summary>What the members leave of the state; null where nothing is left, or where members overlap, so that nothing can be subtracted.</summary>
    public static RateMember? Left(RateMember state, IEnumerable<RateMember> members)
    {
        var left = Together([state], state.Indicators);
        foreach (var member in members) left.Add(member, -1);
        var parts = Enumerable.Range(0, left.Indicators).SelectMany(i => new[] { left.Excluded[i], left.Others(i), left.Numerator[i], left.Rest(i) }).ToArray();
        return parts.All(part => part >= 0) && parts.Any(part => part > 0) ? left : null;
    }

    void Add(RateMember other, int sign)
    {
        for (var i = 0; i < Indicators; i++)
        {
            Initial[i] += sign * other.Initial[i];
            Excluded[i] += sign * other.Excluded[i];
            Denominator[i] += sign * other.Denominator[i];
            Numerator[i] += sign * other.Numerator[i];
        }
    }
}
