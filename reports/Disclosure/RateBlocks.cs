namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>
/// Members whose numerators are hidden together: in every member of a block the same indicators. Whoever subtracts gets the
/// block's total and no more; within it, the search over all solutions must find every hidden count wide enough.
/// </summary>
sealed record RateBlock(List<RateMember> Members, SortedSet<int> Indicators)
{
    /// <summary>Two members or more, whose total says nothing small of any indicator hidden.</summary>
    public bool IsClosed(int threshold) => Members.Count > 1 && Indicators.All(i =>
        !RateBlocks.IsSmall(Members.Sum(member => member.Numerator[i]), threshold) && !RateBlocks.IsSmall(Members.Sum(member => member.Rest(i)), threshold));

    public void Take(RateMember member, IEnumerable<int> indicators)
    {
        Members.Add(member);
        Indicators.UnionWith(indicators);
    }
}

static class RateBlocks
{
    public static bool IsSmall(long count, int threshold) => count > 0 && count < threshold;

    /// <summary>Blocks that protect every small numerator and rest; or the members for which there are none, and that must be hidden as a whole.</summary>
    /// <param name="members">Members with denominators that are shown, and all those hidden as a whole as one.</param>
    /// <param name="isOpen">Indicators that are looked at; the others are hidden in every row.</param>
    public static (List<RateBlock> Blocks, List<RateMember> Failed) Make(IReadOnlyList<RateMember> members, bool[] isOpen, RateRelations relations, int threshold)
    {
        var needs = members.ToDictionary(member => member, member => Enumerable.Range(0, member.Indicators)
            .Where(i => isOpen[i] && (IsSmall(member.Numerator[i], threshold) || IsSmall(member.Rest(i), threshold))).ToArray());
        var waiting = members.Where(member => needs[member].Length > 0)
            .OrderBy(member => string.Join(',', needs[member]), StringComparer.Ordinal).ThenBy(member => member.Size).ThenBy(member => member.Name, StringComparer.Ordinal).ToList();
        var free = members.Where(member => needs[member].Length == 0 && member.Size > 0).OrderBy(member => member.Size).ThenBy(member => member.Name, StringComparer.Ordinal).ToList();
        var blocks = new List<RateBlock>();
        while (waiting.Count > 0)
        {
            var block = new RateBlock([], []);
            while (!block.IsClosed(threshold) && waiting.Count > 0)
            {
                block.Take(waiting[0], needs[waiting[0]]);
                waiting.RemoveAt(0);
            }
            while (!block.IsClosed(threshold) && free.Count > 0)
            {
                // The smallest that is enough; where none is, the largest.
                var company = free.Find(member => new RateBlock([.. block.Members, member], block.Indicators).IsClosed(threshold)) ?? free[^1];
                block.Take(company, []);
                free.Remove(company);
            }
            while (!block.IsClosed(threshold) && blocks.Count > 0)
            {
                foreach (var member in blocks[^1].Members) block.Take(member, blocks[^1].Indicators);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(block);
        }
        var failed = blocks.Where(block => !block.IsClosed(threshold) || IsBroken(block, isOpen, relations, threshold)).SelectMany(block => block.Members).ToList();
        return (blocks, failed);
    }

    static bool IsBroken(RateBlock block, bool[] isOpen, RateRelations relations, int threshold)
    {
        var system = new CountSystem();
        var hidden = new List<bool>();
        int Cell(long value, bool isHidden = false, bool isPrinted = true, bool isCount = true)
        {
            hidden.Add(isHidden);
            return system.Add(value, isPrinted, isCount: isCount);
        }
        void NeverAbove(int small, long smallValue, int large, long largeValue) =>
            system.Sum(large, [small, Cell(largeValue - smallValue, isPrinted: false, isCount: false)]);

        var numerators = block.Indicators.ToDictionary(i => i, _ => new List<int>());
        foreach (var member in block.Members)
        {
            var cells = new Dictionary<RateRelations.Count, int>();
            foreach (var i in block.Indicators.Where(i => member.Denominator[i] > 0))
            {
                var (numerator, rest) = (Cell(member.Numerator[i], isHidden: true), Cell(member.Rest(i), isPrinted: false));
                system.Sum(Cell(member.Denominator[i]), [numerator, rest]);
                (cells[new(i, 'n')], cells[new(i, 'r')]) = (numerator, rest);
                numerators[i].Add(numerator);
            }
            foreach (var (count, cell) in cells)
            {
                // Of what is shown only the nearest matters; what is hidden everywhere says nothing.
                bool IsShown(RateRelations.Count other) => isOpen[other.Indicator] && !cells.ContainsKey(other);
                var shownAbove = relations.Above(count).Where(IsShown).Select(other => other.Of(member)).DefaultIfEmpty(long.MaxValue).Min();
                if (shownAbove < member.Denominator[count.Indicator]) NeverAbove(cell, count.Of(member), Cell(shownAbove), shownAbove);
                var shownBelow = relations.Below(count).Where(IsShown).Select(other => other.Of(member)).DefaultIfEmpty(0).Max();
                if (shownBelow > 0) NeverAbove(Cell(shownBelow), shownBelow, cell, count.Of(member));
                var hiddenAbove = relations.Above(count).Where(cells.ContainsKey).ToArray();
                // Of a chain of three, the step from first to last says nothing more.
                foreach (var other in hiddenAbove.Where(other => !hiddenAbove.Any(middle => middle != other && relations.Above(middle).Contains(other) && !relations.Above(other).Contains(middle))))
                    NeverAbove(cell, count.Of(member), cells[other], other.Of(member));
            }
        }
        foreach (var (i, cells) in numerators)
            if (cells.Count > 0) system.Sum(Cell(block.Members.Sum(member => member.Numerator[i])), cells);
        return system.IsBroken([.. hidden], threshold);
    }
}
