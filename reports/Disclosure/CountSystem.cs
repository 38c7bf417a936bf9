namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>
/// The counts of a report and the sums that tie them together. The one place where small cells are hidden, and enough others
/// with them that no hidden count can be narrowed below the threshold by anybody who adds and subtracts what is printed.
/// </summary>
/// <remarks>
/// Whoever builds it states every sum that readers can form: rows to totals, numerator and rest to denominator, and the same
/// count printed twice as one cell. A count that is not printed but could be worked out (denominator less numerator) is a
/// cell with <c>isPrinted</c> false. ADR 0042; the attacker is in tests/reports/DisclosureTests.cs.
/// </remarks>
public sealed class CountSystem
{
    readonly List<(long Value, bool IsPrinted, int Rank)> cells = [];
    readonly List<int[]> sums = [];
    readonly List<List<int>> sumsOf = [];

    public int Count => cells.Count;

    /// <param name="value">The true count, 0 or more.</param>
    /// <param name="isPrinted">Whether the report shows it. What is not shown is still protected where it is small.</param>
    /// <param name="rank">Cells of lower rank are hidden first when company is needed; totals have a high rank.</param>
    /// <returns>The cell's number.</returns>
    public int Add(long value, bool isPrinted = true, int rank = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        cells.Add((value, isPrinted, rank));
        sumsOf.Add([]);
        return cells.Count - 1;
    }

    /// <summary>States that a cell is the sum of others.</summary>
    /// <exception cref="ArgumentException">It is not: the report would contradict itself.</exception>
    public void Sum(int total, IReadOnlyList<int> parts)
    {
        var sum = parts.Sum(part => cells[part].Value);
        if (sum != cells[total].Value)
            throw new ArgumentException($"Tying counts together: the parts add up to {sum}, the total says {cells[total].Value}. The rows do not belong to one table.");
        foreach (var cell in parts.Append(total)) sumsOf[cell].Add(sums.Count);
        sums.Add([total, .. parts]);
    }

    /// <summary>Which cells to hide.</summary>
    /// <param name="threshold">Smallest count above zero that may be shown or derived; 0 or 1 hides nothing.</param>
    /// <returns>By cell number; false for cells that are not printed.</returns>
    public bool[] Suppress(int threshold)
    {
        var hidden = new bool[cells.Count];
        if (threshold <= 1) return hidden;
        for (var i = 0; i < hidden.Length; i++) hidden[i] = cells[i].IsPrinted && IsSmall(i, threshold);
        var open = Enumerable.Range(0, cells.Count).ToHashSet();
        while (true)
        {
            var narrow = Narrow(hidden, threshold, open);
            if (narrow.Count == 0) return hidden;
            open.Clear();
            foreach (var cell in narrow)
            {
                var company = Company(cell, hidden);
                if (company < 0)
                    throw new InvalidOperationException($"Hiding small counts: cell {cell} can be narrowed and nothing is left to hide with it. Its sums are stated wrongly.");
                hidden[company] = true;
                open.Add(company);
                open.Add(cell);
            }
        }
    }

    bool IsSmall(int cell, int threshold) => cells[cell].Value > 0 && cells[cell].Value < threshold;

    bool IsUnknown(int cell, bool[] hidden) => hidden[cell] || !cells[cell].IsPrinted;

    /// <summary>The cell to hide next so that a narrow one gains room: of its own sums first, then of its neighbours'.</summary>
    int Company(int cell, bool[] hidden)
    {
        var reached = new HashSet<int> { cell };
        for (var ring = new List<int> { cell }; ring.Count > 0;)
        {
            var best = -1;
            var next = new List<int>();
            foreach (var other in ring.SelectMany(c => sumsOf[c]).Distinct().SelectMany(s => sums[s]).Distinct())
            {
                if (!reached.Add(other)) continue;
                next.Add(other);
                if (!IsUnknown(other, hidden) && (best < 0 || Better(other, best))) best = other;
            }
            if (best >= 0) return best;
            ring = next;
        }
        return -1;
    }

    /// <summary>Inner cells before totals, counts before zeros, small before large, then by number: always the same choice.</summary>
    bool Better(int a, int b) =>
        (cells[a].Rank, cells[a].Value == 0, cells[a].Value, a).CompareTo((cells[b].Rank, cells[b].Value == 0, cells[b].Value, b)) < 0;

    /// <summary>Protected cells that can be narrowed below the threshold, among those connected with the given ones.</summary>
    List<int> Narrow(bool[] hidden, int threshold, HashSet<int> near)
    {
        var narrow = new List<int>();
        foreach (var group in Groups(hidden).Where(group => group.Any(near.Contains)))
        {
            var wanted = group.Where(cell => hidden[cell] || IsSmall(cell, threshold)).ToArray();
            if (wanted.Length == 0) continue;
            var (polytope, place) = Open(group, hidden);
            foreach (var cell in wanted)
            {
                polytope.Raise(place[cell], threshold);
                polytope.Lower(place[cell], threshold);
                // Whole numbers only: a bound between two of them counts as the nearer one inside.
                if (Math.Floor(polytope.High[place[cell]] + 1e-6) - Math.Ceiling(polytope.Low[place[cell]] - 1e-6) < threshold) narrow.Add(cell);
            }
        }
        return narrow;
    }

    /// <summary>What an attacker can say of every cell: exact bounds. For tests and for showing why a cell is hidden.</summary>
    public (double Low, double High)[] Bounds(bool[] hidden)
    {
        var bounds = cells.Select(cell => ((double)cell.Value, (double)cell.Value)).ToArray();
        foreach (var group in Groups(hidden))
        {
            var (polytope, place) = Open(group, hidden);
            foreach (var cell in group)
            {
                polytope.Raise(place[cell], double.PositiveInfinity);
                polytope.Lower(place[cell], double.PositiveInfinity);
                bounds[cell] = (polytope.Low[place[cell]], polytope.High[place[cell]]);
            }
        }
        return bounds;
    }

    (CountPolytope Polytope, Dictionary<int, int> Place) Open(List<int> group, bool[] hidden)
    {
        var place = group.Select((cell, i) => (cell, i)).ToDictionary(pair => pair.cell, pair => pair.i);
        var known = group.SelectMany(cell => sumsOf[cell]).Distinct().Order().Select(s =>
        {
            var terms = new List<(int, int)>();
            long rest = 0;
            for (var i = 0; i < sums[s].Length; i++)
            {
                var (cell, sign) = (sums[s][i], i == 0 ? -1 : 1);
                if (place.TryGetValue(cell, out var unknown)) terms.Add((unknown, sign));
                else rest -= sign * cells[cell].Value;
            }
            return ((IReadOnlyList<(int, int)>)terms, rest);
        }).ToArray();
        return (new CountPolytope(group.Count, known), place);
    }

    /// <summary>Unknown cells that share sums, in order of their lowest number.</summary>
    List<List<int>> Groups(bool[] hidden)
    {
        var groups = new List<List<int>>();
        var seen = new bool[cells.Count];
        for (var start = 0; start < cells.Count; start++)
        {
            if (seen[start] || !IsUnknown(start, hidden)) continue;
            var group = new List<int> { start };
            seen[start] = true;
            for (var i = 0; i < group.Count; i++)
                foreach (var other in sumsOf[group[i]].SelectMany(s => sums[s]))
                    if (!seen[other] && IsUnknown(other, hidden))
                    {
                        seen[other] = true;
                        group.Add(other);
                    }
            group.Sort();
            groups.Add(group);
        }
        return groups;
    }
}
