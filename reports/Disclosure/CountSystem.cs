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
    readonly List<(long Value, bool IsPrinted, int Rank, bool IsCount)> cells = [];
    readonly List<int[]> sums = [];
    readonly List<List<int>> sumsOf = [];

    public int Count => cells.Count;

    /// <param name="value">The true count, 0 or more.</param>
    /// <param name="isPrinted">Whether the report shows it. What is not shown is still protected where it is small.</param>
    /// <param name="rank">Cells of lower rank are hidden first when company is needed; totals have a high rank.</param>
    /// <param name="isCount">False for what only ties others together, as the gap between two counts: it needs no protection of its own.</param>
    /// <returns>The cell's number.</returns>
    public int Add(long value, bool isPrinted = true, int rank = 0, bool isCount = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        cells.Add((value, isPrinted, rank, isCount));
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
            // What simple subtraction gives away is mended first, at its root; the search starts when that no longer helps.
            var (unknown, given) = Deduce(hidden, threshold);
            var searched = given.Count == 0;
            var narrow = searched ? Narrow(hidden, unknown, threshold, open).Select(cell => (Cell: cell, Sum: -1)).ToList() : given;
            if (narrow.Count == 0) return hidden;
            if (searched) open.Clear();
            // One cell of company a sum and round: two narrow cells of a row are often helped by the same one.
            var helped = new HashSet<int>();
            foreach (var (cell, sum) in narrow)
            {
                open.Add(cell);
                if (sum >= 0 ? helped.Contains(sum) : sumsOf[cell].Any(helped.Contains)) continue;
                // Where everything that is tied to a cell is hidden, nothing bounds it: the next round finds it wide.
                var company = Company(cell, sum, hidden);
                if (company < 0) continue;
                hidden[company] = true;
                open.Add(company);
                helped.UnionWith(sumsOf[company]);
            }
        }
    }

    bool IsSmall(int cell, int threshold) => cells[cell].Value > 0 && cells[cell].Value < threshold;

    bool IsUnknown(int cell, bool[] hidden) => hidden[cell] || !cells[cell].IsPrinted;

    /// <summary>The cell to hide next so that a narrow one gains room: of the sum that gives it away, else of its own sums, else of its neighbours'.</summary>
    int Company(int cell, int sum, bool[] hidden)
    {
        if (sum >= 0 && Best(sums[sum], hidden) is >= 0 and var there) return there;
        var reached = new HashSet<int> { cell };
        for (var ring = new List<int> { cell }; ring.Count > 0;)
        {
            var next = ring.SelectMany(c => sumsOf[c]).Distinct().SelectMany(s => sums[s]).Where(reached.Add).ToList();
            if (Best(next, hidden) is >= 0 and var near) return near;
            ring = next;
        }
        return -1;
    }

    int Best(IEnumerable<int> among, bool[] hidden)
    {
        var best = -1;
        foreach (var cell in among)
            if (!IsUnknown(cell, hidden) && (best < 0 || Better(cell, best))) best = cell;
        return best;
    }

    /// <summary>Counts before zeros, inner cells before totals, small before large, then by number: always the same choice.</summary>
    bool Better(int a, int b) =>
        (cells[a].Value == 0, cells[a].Rank, cells[a].Value, a).CompareTo((cells[b].Value == 0, cells[b].Rank, cells[b].Value, b)) < 0;

    /// <summary>Protected cells that can be narrowed below the threshold, narrowest first, among those connected with the given ones.</summary>
    List<int> Narrow(bool[] hidden, bool[] unknown, int threshold, HashSet<int> near)
    {
        var narrow = new List<(double Width, int Cell)>();
        foreach (var group in Groups(unknown).Where(group => group.Any(cell => near.Contains(cell) || sumsOf[cell].Any(s => sums[s].Any(near.Contains)))))
        {
            var (polytope, place) = Open(group, unknown);
            foreach (var cell in group.Where(cell => IsProtected(cell, hidden, threshold)))
            {
                // Whole numbers only: a bound between two of them counts as the nearer one inside, which costs less than 2.
                polytope.Raise(place[cell], threshold + 2);
                polytope.Lower(place[cell], threshold + 2);
                var width = Math.Floor(polytope.High[place[cell]] + 1e-6) - Math.Ceiling(polytope.Low[place[cell]] - 1e-6);
                if (width < threshold) narrow.Add((width, cell));
            }
        }
        return narrow.OrderBy(pair => pair.Width).ThenBy(pair => pair.Cell).Select(pair => pair.Cell).ToList();
    }

    bool IsProtected(int cell, bool[] hidden, int threshold) => hidden[cell] || (!cells[cell].IsPrinted && cells[cell].IsCount && IsSmall(cell, threshold));

    /// <summary>Whether somebody who adds and subtracts can narrow any hidden or small unprinted count below the threshold.</summary>
    public bool IsBroken(bool[] hidden, int threshold)
    {
        var (unknown, _) = Deduce(hidden, threshold);
        return Enumerable.Range(0, cells.Count).Any(cell => !unknown[cell] && IsProtected(cell, hidden, threshold))
            || Narrow(hidden, unknown, threshold, Enumerable.Range(0, cells.Count).ToHashSet()).Count > 0;
    }

    /// <summary>Cells that stay unknown after every sum that leaves no choice has given its cells away: one unknown, or unknowns that add up to zero.</summary>
    /// <returns>Also the protected cells given away at the root, each with the sum that does it: not those that only follow from another.</returns>
    (bool[] Unknown, List<(int Cell, int Sum)> Given) Deduce(bool[] hidden, int threshold)
    {
        var unknown = Enumerable.Range(0, cells.Count).Select(cell => IsUnknown(cell, hidden)).ToArray();
        var follows = new bool[cells.Count];
        var given = new List<(int, int)>();
        var left = sums.Select(sum => sum.Count(cell => unknown[cell])).ToArray();
        var zero = sums.Select(sum => !unknown[sum[0]] && sum.Skip(1).All(cell => !unknown[cell] || cells[cell].Value == 0)).ToArray();
        var ready = new Queue<int>(Enumerable.Range(0, sums.Count).Where(Gives));
        while (ready.TryDequeue(out var s))
        {
            if (!Gives(s)) continue;
            var isRoot = !sums[s].Any(cell => follows[cell]);
            foreach (var cell in sums[s].Where(cell => unknown[cell]).ToArray())
            {
                unknown[cell] = false;
                var isProtected = IsProtected(cell, hidden, threshold);
                if (isProtected && isRoot) given.Add((cell, s));
                follows[cell] = isProtected || !isRoot;
                foreach (var other in sumsOf[cell])
                {
                    left[other]--;
                    zero[other] |= sums[other][0] == cell && sums[other].Skip(1).All(part => !unknown[part] || cells[part].Value == 0);
                    if (Gives(other)) ready.Enqueue(other);
                }
            }
        }
        return (unknown, given);

        bool Gives(int s) => left[s] == 1 || (left[s] > 1 && zero[s]);
    }

    /// <summary>What an attacker can say of every cell: exact bounds. For tests and for showing why a cell is hidden.</summary>
    public (double Low, double High)[] Bounds(bool[] hidden)
    {
        var bounds = cells.Select(cell => ((double)cell.Value, (double)cell.Value)).ToArray();
        var unknown = Deduce(hidden, 0).Unknown;
        foreach (var group in Groups(unknown))
        {
            var (polytope, place) = Open(group, unknown);
            foreach (var cell in group)
            {
                polytope.Lower(place[cell], double.NaN);
                polytope.Raise(place[cell], double.NaN);
                bounds[cell] = (polytope.Low[place[cell]], polytope.High[place[cell]]);
            }
        }
        return bounds;
    }

    (CountPolytope Polytope, Dictionary<int, int> Place) Open(List<int> group, bool[] unknown)
    {
        var place = group.Select((cell, i) => (cell, i)).ToDictionary(pair => pair.cell, pair => pair.i);
        var known = group.SelectMany(cell => sumsOf[cell]).Distinct().Order().Select(s =>
        {
            var terms = new List<(int, int)>();
            long rest = 0;
            for (var i = 0; i < sums[s].Length; i++)
            {
                var (cell, sign) = (sums[s][i], i == 0 ? -1 : 1);
                if (unknown[cell]) terms.Add((place[cell], sign));
                else rest -= sign * cells[cell].Value;
            }
            return ((IReadOnlyList<(int, int)>)terms, rest);
        }).ToArray();
        return (new CountPolytope(group.Count, known), place);
    }

    /// <summary>Unknown cells that share sums, in order of their lowest number.</summary>
    List<List<int>> Groups(bool[] unknown)
    {
        var groups = new List<List<int>>();
        var seen = new bool[cells.Count];
        for (var start = 0; start < cells.Count; start++)
        {
            if (seen[start] || !unknown[start]) continue;
            var group = new List<int> { start };
            seen[start] = true;
            for (var i = 0; i < group.Count; i++)
                foreach (var other in sumsOf[group[i]].SelectMany(s => sums[s]))
                    if (!seen[other] && unknown[other])
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
