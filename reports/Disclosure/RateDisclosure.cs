using RegistryAnalytics.Reports.Measures;
using static RegistryAnalytics.Reports.Disclosure.RateBlocks;

namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>Hides small counts of a measure's cube: all indicators and breakdowns, so that every report cut from it hides the same.</summary>
/// <remarks>
/// Three steps a breakdown, each of which proves its own protection (ADR 0042, 0045):
/// members with a small denominator are hidden as a whole, at least two of them, so that their persons could be exchanged
/// among them at will; excluded counts are hidden in enough members; small numerators and rests are hidden in blocks of
/// members, and a block that the search can still narrow is hidden as a whole. What is small in the state is hidden in every row.
/// Time grows with the number of members.
/// </remarks>
static class RateDisclosure
{
    const string Whole = "state";

    public static IReadOnlyList<RateRow> Hide(IReadOnlyList<RateRow> rows, int threshold)
    {
        if (threshold <= 1 || rows.Count == 0) return rows;
        var indicators = rows.Select(row => row.Indicator).Distinct().Order(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        var members = rows.Select((row, place) => (Row: row, Place: place)).GroupBy(pair => (pair.Row.Dimension, pair.Row.Member))
            .Select(group => (group.Key.Dimension, Member: RateMember.Of(group.Key.Member, group.ToArray(), indicators))).ToArray();
        var hide = new Hidden[rows.Count];
        if (members.Where(pair => pair.Dimension == Whole).Select(pair => pair.Member).FirstOrDefault() is not { } state)
        {
            // Without a total nothing can be subtracted from anything: each row is protected for itself.
            foreach (var (_, member) in members)
                for (var i = 0; i < indicators.Count; i++) Mark(hide, member, i, Everywhere(member, i, threshold));
            return Marked(rows, hide);
        }
        var everywhere = Enumerable.Range(0, indicators.Count).Select(i => Everywhere(state, i, threshold)).ToArray();
        foreach (var (_, member) in members)
            for (var i = 0; i < indicators.Count; i++) Mark(hide, member, i, everywhere[i]);
        var breakdowns = members.Where(pair => pair.Dimension != Whole).GroupBy(pair => pair.Dimension, pair => pair.Member).Select(group =>
            RateMember.Left(state, group) is { } left ? group.Append(left).ToList() : group.ToList()).ToArray();
        var relations = new RateRelations([state, .. breakdowns.SelectMany(all => all)]);
        foreach (var all in breakdowns) new Breakdown(all, everywhere, relations, hide, threshold).Protect();
        return Marked(rows, hide);
    }

    static RateRow[] Marked(IReadOnlyList<RateRow> rows, Hidden[] hide) => rows.Select((row, i) => row with { Hidden = hide[i] }).ToArray();

    /// <summary>What the state itself cannot show of an indicator, no row shows: then there is no total to subtract from.</summary>
    static Hidden Everywhere(RateMember state, int i, int threshold)
    {
        if (IsSmall(state.Denominator[i], threshold) || IsSmall(state.Initial[i], threshold)) return Hidden.Initial | Hidden.Excluded | Hidden.Denominator | Hidden.Numerator;
        var hidden = Hidden.None;
        if (IsSmall(state.Excluded[i], threshold) || IsSmall(state.Others(i), threshold)) hidden |= Hidden.Initial | Hidden.Excluded;
        if (IsSmall(state.Numerator[i], threshold) || IsSmall(state.Rest(i), threshold)) hidden |= Hidden.Numerator;
        return hidden;
    }

    static void Mark(Hidden[] hide, RateMember member, int indicator, Hidden which)
    {
        if (member.Rows.Length > 0 && member.Rows[indicator] is >= 0 and var place) hide[place] |= which;
    }

    /// <summary>One breakdown: its members add up to the state; what they leave over is among them as a member that is not printed.</summary>
    sealed class Breakdown(List<RateMember> all, Hidden[] everywhere, RateRelations relations, Hidden[] hide, int threshold)
    {
        readonly int[] open = Enumerable.Range(0, everywhere.Length).Where(i => !everywhere[i].HasFlag(Hidden.Denominator)).ToArray();
        readonly bool[] isOpen = everywhere.Select(hidden => !hidden.HasFlag(Hidden.Numerator)).ToArray();
        readonly bool[] isExcludedOpen = everywhere.Select(hidden => !hidden.HasFlag(Hidden.Excluded)).ToArray();

        public void Protect()
        {
            var whole = all.Where(member => open.Any(i => IsSmall(member.Denominator[i], threshold) || IsSmall(member.Initial[i], threshold))).ToList();
            while (true)
            {
                Fill(whole);
                var group = whole.Count == 0 ? null : RateMember.Together(whole, everywhere.Length);
                var rows = all.Except(whole).Concat(group is null ? [] : [group]).ToList();
                var (blocks, failed) = Make(rows, isOpen, relations, threshold);
                if (failed.Any(member => !ReferenceEquals(member, group)))
                {
                    whole.AddRange(failed.Where(member => !ReferenceEquals(member, group)));
                    continue;
                }
                var inBlock = blocks.Find(block => block.Members.Any(member => ReferenceEquals(member, group)))?.Indicators;
                foreach (var member in whole) HideWhole(member, group!, i => group!.Numerator[i] > 0 || inBlock?.Contains(i) == true);
                HideNumerators(blocks);
                HideExcluded(rows, group, whole);
                foreach (var member in all)
                {
                    var hidden = whole.Contains(member) ? inBlock : blocks.Find(block => block.Members.Contains(member))?.Indicators;
                    var isWhole = whole.Contains(member);
                    ShowKnown(member, isWhole, other => isOpen[other.Indicator] && hidden?.Contains(other.Indicator) != true && (!isWhole || (other.Kind == 'n' && group!.Numerator[other.Indicator] == 0)));
                }
                return;
            }
        }

        /// <summary>Members hidden as a whole are two or more, and together not small: else the smallest of the others joins them.</summary>
        void Fill(List<RateMember> whole)
        {
            if (whole.Count == 0) return;
            foreach (var next in all.Except(whole).Where(member => member.Size > 0).OrderBy(member => member.Size).ThenBy(member => member.Name, StringComparer.Ordinal).ToArray())
            {
                var group = RateMember.Together(whole, everywhere.Length);
                if (whole.Count > 1 && open.All(i => !IsSmall(group.Denominator[i], threshold) && !IsSmall(group.Initial[i], threshold))) return;
                whole.Add(next);
            }
        }

        /// <summary>A count that is zero in all of them together is zero in each: everybody knows that, and it is shown.</summary>
        void HideWhole(RateMember member, RateMember group, Func<int, bool> isNumeratorOpen)
        {
            foreach (var i in open)
                Mark(hide, member, i, (group.Initial[i] > 0 ? Hidden.Initial : 0) | (group.Denominator[i] > 0 ? Hidden.Denominator : 0) | (isNumeratorOpen(i) ? Hidden.Numerator : 0));
        }

        /// <summary>Of an indicator hidden everywhere, nobody or everybody of a member is shown where the other indicators say so already.</summary>
        void ShowKnown(RateMember member, bool isWhole, Func<RateRelations.Count, bool> isShown)
        {
            foreach (var i in open.Where(i => !isOpen[i] && member.Rows.Length > 0 && member.Rows[i] >= 0))
                foreach (var kind in "nr")
                    if (new RateRelations.Count(i, kind) is var count && count.Of(member) == 0 && ((!isWhole && member.Denominator[i] == 0) || relations.Above(count).Any(other => isShown(other) && other.Of(member) == 0)))
                        hide[member.Rows[i]] &= ~Hidden.Numerator;
        }

        void HideNumerators(List<RateBlock> blocks)
        {
            foreach (var block in blocks)
                foreach (var member in block.Members)
                    foreach (var i in block.Indicators.Where(i => member.Denominator[i] > 0)) Mark(hide, member, i, Hidden.Numerator);
        }

        /// <summary>Excluded counts, and the initial population with them, in enough members that their total says nothing small.</summary>
        void HideExcluded(List<RateMember> rows, RateMember? group, List<RateMember> whole)
        {
            var looked = Enumerable.Range(0, everywhere.Length).Where(i => isExcludedOpen[i]).ToArray();
            var waiting = rows.Where(row => looked.Any(i => IsSmall(row.Excluded[i], threshold) || IsSmall(row.Others(i), threshold))).ToList();
            if (waiting.Count > 0)
                foreach (var next in rows.Except(waiting).OrderByDescending(row => ReferenceEquals(row, group)).ThenBy(row => row.Size).ThenBy(row => row.Name, StringComparer.Ordinal).ToArray())
                {
                    if (waiting.Count > 1 && looked.All(i => !IsSmall(waiting.Sum(row => row.Excluded[i]), threshold) && !IsSmall(waiting.Sum(row => row.Others(i)), threshold))) break;
                    waiting.Add(next);
                }
            foreach (var i in looked)
            {
                bool excluded = waiting.Sum(row => row.Excluded[i]) > 0, others = waiting.Sum(row => row.Others(i)) > 0;
                var which = (excluded ? Hidden.Excluded : 0) | (excluded || others ? Hidden.Initial : 0);
                foreach (var row in waiting) Mark(hide, row, i, which);
                // Who is hidden as a whole hides the excluded with the rest; where there are none among them, that is known.
                if (group is null || (group.Excluded[i] == 0 && !waiting.Contains(group))) continue;
                foreach (var member in whole) Mark(hide, member, i, waiting.Contains(group) ? which : Hidden.Excluded | Hidden.Initial);
            }
        }
    }
}
