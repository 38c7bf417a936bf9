using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>Hides small counts of a cube whose indicators all count the same persons: school entry by rule, susceptibility by disease.</summary>
/// <remarks>
/// Members of a breakdown are hidden in two groups, alike for all indicators (ADR 0087). Where the persons of a group could change
/// places among its members without changing anything that is printed, no relation between indicators helps an attacker:
/// a hidden count of a member of n persons, in a group of N of whom M meet the indicator, ranges over the smallest of n, N - n, M and
/// N - M at least. So a group needs two members, and totals that are zero or not small. No search is needed: time is linear.
/// </remarks>
static class ExchangeDisclosure
{
    /// <param name="rows">All indicators of all members with the same denominator for each indicator of a member; nobody is excluded. The whole is dimension <c>state</c>.</param>
    /// <param name="threshold">Smallest count above zero that may be shown; 0 or 1 hides nothing.</param>
    /// <exception cref="ArgumentException">There is no row of the whole, or a member has two denominators.</exception>
    public static IReadOnlyList<RateRow> Hide(IReadOnlyList<RateRow> rows, int threshold)
    {
        if (threshold <= 1 || rows.Count == 0) return rows;
        if (rows.GroupBy(row => (row.Dimension, row.Member)).FirstOrDefault(member => member.Any(row => row.Denominator != member.First().Denominator)) is { } two)
            throw new ArgumentException($"Hiding small counts of {two.Key.Dimension} {two.Key.Member}: its indicators have different denominators, so its persons are not the same. Hide this cube as a measure's.");
        var indicators = rows.Select(row => row.Indicator).Distinct().Order(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        var members = rows.Select((row, place) => (Row: row, Place: place)).GroupBy(pair => (pair.Row.Dimension, pair.Row.Member))
            .Select(group => (group.Key.Dimension, Member: RateMember.Of(group.Key.Member, group.ToArray(), indicators))).ToArray();
        var state = members.Where(pair => pair.Dimension == "state").Select(pair => pair.Member).SingleOrDefault()
            ?? throw new ArgumentException("Hiding small counts of a cube without its whole: there is no row of dimension state.");
        // What the whole cannot show of an indicator, nobody shows.
        var open = Enumerable.Range(0, indicators.Count).Where(i => !IsSmall(state.Numerator[i], threshold) && !IsSmall(state.Rest(i), threshold)).ToArray();
        var hide = new Hidden[rows.Count];
        foreach (var (_, member) in members)
            for (var i = 0; i < indicators.Count; i++)
                if (IsSmall(state.Size, threshold)) Mark(hide, member, i, Counts);
                else if (!open.Contains(i)) Mark(hide, member, i, Hidden.Numerator);
        if (!IsSmall(state.Size, threshold))
            foreach (var breakdown in members.Where(pair => pair.Dimension != "state").GroupBy(pair => pair.Dimension, pair => pair.Member))
                Protect(state, [.. breakdown, .. new[] { RateMember.Left(state, breakdown) }.OfType<RateMember>()], open, indicators.Count, hide, threshold);
        return rows.Select((row, i) => row with { Hidden = hide[i] }).ToArray();
    }

    const Hidden Counts = Hidden.Initial | Hidden.Denominator | Hidden.Numerator;

    static void Protect(RateMember state, List<RateMember> all, int[] open, int indicators, Hidden[] hide, int threshold)
    {
        var rest = all.Where(member => member.Size > 0).OrderBy(member => member.Size).ThenBy(member => member.Name, StringComparer.Ordinal).ToList();
        // Members of few persons: neither their size nor anything else of them is shown.
        var few = rest.TakeWhile(member => IsSmall(member.Size, threshold)).ToList();
        while (few.Count > 0 && few.Count < rest.Count && (few.Count < 2 || few.Sum(member => member.Size) < threshold)) few.Add(rest[few.Count]);
        rest.RemoveRange(0, few.Count);
        if (few.Count > 0) rest.Insert(0, RateMember.Together(few, indicators));

        // Members of enough persons with a small count: their sizes are shown and all their numerators hidden, those of few persons as one of them.
        bool Has(RateMember member) => open.Any(i => IsSmall(member.Numerator[i], threshold) || IsSmall(member.Rest(i), threshold));
        var group = rest.Where(Has).ToList();
        foreach (var next in rest.Except(group).ToArray())
        {
            if (group.Count == 0 || (group.Count > 1 && !Has(RateMember.Together(group, indicators)))) break;
            group.Add(next);
        }
        foreach (var member in few)
            for (var i = 0; i < indicators; i++) Mark(hide, member, i, Counts);

        // What nobody or everybody of the group meets, nobody or everybody of each member does: that is known, and shown.
        if (group.Count == 0) return;
        var together = RateMember.Together(group, indicators);
        foreach (var i in open.Where(i => together.Numerator[i] > 0 && together.Rest(i) > 0))
            foreach (var member in group) Mark(hide, member, i, Hidden.Numerator);
    }

    static void Mark(Hidden[] hide, RateMember member, int indicator, Hidden which)
    {
        if (member.Rows.Length > 0 && member.Rows[indicator] is >= 0 and var place) hide[place] |= which;
    }

    static bool IsSmall(long count, int threshold) => RateBlocks.IsSmall(count, threshold);
}
