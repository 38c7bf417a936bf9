using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Disclosure;

/// <summary>Hides small counts of a measure's cube: all indicators and dimensions at once, so that every report cut from it hides the same.</summary>
/// <remarks>
/// Initial = excluded + denominator + rest, denominator = numerator + rest, and every dimension adds up to the state where it
/// does. Indicators that share their denominators share those cells. ADR 0042 says what is not tied together.
/// </remarks>
static class RateDisclosure
{
    const int InitialRank = 0, ExcludedRank = 1, NumeratorRank = 2, DenominatorRank = 3, TotalRank = 10;

    public static IReadOnlyList<RateRow> Hide(IReadOnlyList<RateRow> rows, int threshold)
    {
        if (threshold <= 1) return rows;
        var hidden = new Hidden[rows.Count];
        // Indicators with the same denominators in every member are one system; each other indicator is one of its own.
        var indexed = rows.Select((row, i) => (Row: row, Index: i)).ToArray();
        foreach (var family in indexed.GroupBy(pair => pair.Row.Indicator).GroupBy(indicator => Signature(indicator.Select(pair => pair.Row))))
        {
            var system = new CountSystem();
            var shared = new Dictionary<(string, string), (int Initial, int Excluded, int Denominator)>();
            // Where nobody is between excluded and denominator, readers know that, and it is no room to hide in.
            var hasOthers = family.Any(indicator => indicator.Any(pair => pair.Row.Initial != pair.Row.Excluded + pair.Row.Denominator));
            var cells = new Dictionary<int, (int Initial, int Excluded, int Denominator, int Numerator, int Others)>();
            foreach (var (row, index) in family.SelectMany(indicator => indicator))
            {
                var rank = row.Dimension == "state" ? TotalRank : 0;
                if (!shared.TryGetValue((row.Dimension, row.Member), out var of))
                {
                    of = (system.Add(row.Initial, rank: rank + InitialRank), system.Add(row.Excluded, rank: rank + ExcludedRank), system.Add(row.Denominator, rank: rank + DenominatorRank));
                    int[] parts = [of.Excluded, of.Denominator];
                    system.Sum(of.Initial, hasOthers ? [.. parts, system.Add(row.Initial - row.Excluded - row.Denominator, isPrinted: false)] : parts);
                    shared.Add((row.Dimension, row.Member), of);
                }
                var (numerator, rest) = (system.Add(row.Numerator, rank: rank + NumeratorRank), system.Add(row.Denominator - row.Numerator, isPrinted: false));
                system.Sum(of.Denominator, [numerator, rest]);
                cells.Add(index, (of.Initial, of.Excluded, of.Denominator, numerator, rest));
            }
            foreach (var indicator in family) Totals(system, indicator, cells, first: indicator.Key == family.First().Key);

            var hide = system.Suppress(threshold);
            foreach (var (index, of) in cells)
                hidden[index] = (hide[of.Initial] ? Hidden.Initial : 0) | (hide[of.Excluded] ? Hidden.Excluded : 0)
                    | (hide[of.Denominator] ? Hidden.Denominator : 0) | (hide[of.Numerator] ? Hidden.Numerator : 0);
        }
        return rows.Select((row, i) => row with { Hidden = hidden[i] }).ToArray();
    }

    static string Signature(IEnumerable<RateRow> rows) => string.Join('|', rows
        .OrderBy(row => row.Dimension, StringComparer.Ordinal).ThenBy(row => row.Member, StringComparer.Ordinal)
        .Select(row => $"{row.Dimension} {row.Member} {row.Initial} {row.Excluded} {row.Denominator}"));

    /// <summary>Ties each dimension to the state where it adds up; one that leaves members out is not tied, for nothing can be subtracted.</summary>
    static void Totals(CountSystem system, IEnumerable<(RateRow Row, int Index)> indicator, Dictionary<int, (int Initial, int Excluded, int Denominator, int Numerator, int Others)> cells, bool first)
    {
        var rows = indicator.ToArray();
        if (rows.Where(pair => pair.Row.Dimension == "state").Select(pair => pair.Index).DefaultIfEmpty(-1).First() is not (>= 0 and var state)) return;
        var total = rows.Single(pair => pair.Index == state).Row;
        foreach (var dimension in rows.Where(pair => pair.Row.Dimension != "state").GroupBy(pair => pair.Row.Dimension))
        {
            var members = dimension.ToArray();
            void Tie(Func<RateRow, long> value, Func<(int Initial, int Excluded, int Denominator, int Numerator, int Others), int> cell)
            {
                if (members.Sum(pair => value(pair.Row)) == value(total)) system.Sum(cell(cells[state]), members.Select(pair => cell(cells[pair.Index])).ToArray());
            }
            Tie(row => row.Numerator, of => of.Numerator);
            Tie(row => row.Denominator - row.Numerator, of => of.Others);
            if (!first) continue;
            Tie(row => row.Initial, of => of.Initial);
            Tie(row => row.Excluded, of => of.Excluded);
            Tie(row => row.Denominator, of => of.Denominator);
        }
    }
}
