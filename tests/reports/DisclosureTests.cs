using RegistryAnalytics.Reports.Disclosure;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>The attacker: everybody may add and subtract what is printed; nobody may get a hidden count narrower than the threshold.</summary>
public class DisclosureTests
{
    const int Threshold = 11;

    /// <summary>A random table as the reports print them: rows and columns with totals, sometimes layers with all margins.</summary>
    sealed class RandomTable
    {
        public CountSystem System { get; } = new();
        public List<long> Values { get; } = [];
        public List<(int Total, int[] Parts)> Sums { get; } = [];

        int Add(long value, int rank)
        {
            Values.Add(value);
            return System.Add(value, rank: rank);
        }

        void Sum(int total, int[] parts)
        {
            System.Sum(total, parts);
            Sums.Add((total, parts));
        }

        public RandomTable(Random random)
        {
            int rows = random.Next(1, 6), columns = random.Next(2, 6), layers = random.Next(4) == 0 ? 2 : 1, large = random.Next(3) switch { 0 => 15, 1 => 40, _ => 300 };
            var sizes = new[] { layers, rows, columns };
            var cells = new Dictionary<(int, int, int), int>();
            var value = new long[layers, rows, columns];
            foreach (var (l, r, c) in Coordinates(sizes)) value[l, r, c] = random.Next(5) == 0 ? 0 : random.Next(large);

            // Index -1 stands for "all" of that axis; an axis of one has no margin.
            for (var l = layers > 1 ? -1 : 0; l < layers; l++)
                for (var r = rows > 1 ? -1 : 0; r < rows; r++)
                    for (var c = -1; c < columns; c++)
                        cells[(l, r, c)] = Add(Coordinates(sizes).Where(x => (l < 0 || x.L == l) && (r < 0 || x.R == r) && (c < 0 || x.C == c)).Sum(x => value[x.L, x.R, x.C]), new[] { l, r, c }.Count(i => i < 0));
            foreach (var ((l, r, c), cell) in cells)
            {
                if (l < 0) Sum(cell, Enumerable.Range(0, layers).Select(i => cells[(i, r, c)]).ToArray());
                if (r < 0) Sum(cell, Enumerable.Range(0, rows).Select(i => cells[(l, i, c)]).ToArray());
                if (c < 0) Sum(cell, Enumerable.Range(0, columns).Select(i => cells[(l, r, i)]).ToArray());
            }
        }

        static IEnumerable<(int L, int R, int C)> Coordinates(int[] sizes) =>
            from l in Enumerable.Range(0, sizes[0]) from r in Enumerable.Range(0, sizes[1]) from c in Enumerable.Range(0, sizes[2]) select (l, r, c);
    }

    /// <summary>Bounds by propagation alone, written apart from the product: each sum bounds each of its members until nothing moves.</summary>
    static (double Low, double High)[] Propagate(RandomTable table, bool[] hidden)
    {
        var low = table.Values.Select((v, i) => hidden[i] ? 0.0 : v).ToArray();
        var high = table.Values.Select((v, i) => hidden[i] ? double.PositiveInfinity : v).ToArray();
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var (total, parts) in table.Sums)
            {
                moved |= Tighten(total, parts.Sum(p => low[p]), parts.Sum(p => high[p]));
                foreach (var part in parts)
                    moved |= Tighten(part, low[total] - parts.Where(p => p != part).Sum(p => high[p]), high[total] - parts.Where(p => p != part).Sum(p => low[p]));
            }
        }
        return low.Zip(high).ToArray();

        bool Tighten(int cell, double from, double to)
        {
            var before = (low[cell], high[cell]);
            if (!double.IsNaN(from)) low[cell] = Math.Max(low[cell], from);
            if (!double.IsNaN(to)) high[cell] = Math.Min(high[cell], to);
            return before != (low[cell], high[cell]);
        }
    }

    [Fact]
    public void No_hidden_cell_of_1000_random_tables_can_be_narrowed_below_the_threshold()
    {
        var random = new Random(20261122);
        var tables = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 20_000 : 1_000;
        int hiddenCells = 0, shownCells = 0;
        for (var t = 0; t < tables; t++)
        {
            var table = new RandomTable(random);
            var hidden = table.System.Suppress(Threshold);
            var exact = table.System.Bounds(hidden);
            var rough = Propagate(table, hidden);
            for (var i = 0; i < hidden.Length; i++)
            {
                if (!hidden[i])
                {
                    Assert.False(table.Values[i] is > 0 and < Threshold, $"table {t}: the count {table.Values[i]} is shown");
                    shownCells++;
                    continue;
                }
                hiddenCells++;
                Assert.True(exact[i].High - exact[i].Low >= Threshold, $"table {t} cell {i}: {exact[i]}");
                Assert.True(exact[i].Low <= table.Values[i] && table.Values[i] <= exact[i].High, $"table {t} cell {i}: the truth {table.Values[i]} lies outside {exact[i]}");
                Assert.True(rough[i].Low <= exact[i].Low + 1e-6 && rough[i].High >= exact[i].High - 1e-6, $"table {t} cell {i}: propagation {rough[i]} is tighter than {exact[i]}");
                Assert.True(rough[i].High - rough[i].Low >= Threshold);
            }
        }
        Assert.True(hiddenCells > 1_000 && shownCells > 1_000, $"{hiddenCells} hidden, {shownCells} shown: the sample proves nothing");
    }

    [Fact]
    public void The_attacker_does_break_a_table_that_hides_only_the_small_cell()
    {
        var system = new CountSystem();
        var (a, b, total) = (system.Add(3), system.Add(200), system.Add(203, rank: 1));
        system.Sum(total, [a, b]);
        var bounds = system.Bounds([true, false, false]);
        Assert.Equal((3.0, 3.0), bounds[a]);
        Assert.Equal([true, true, false], system.Suppress(Threshold));
    }

    [Fact]
    public void Exact_bounds_equal_trying_every_table_of_whole_numbers()
    {
        var random = new Random(7);
        for (var t = 0; t < 60; t++)
        {
            // 2 × 3 with all margins; inner cells and some margins hidden at random.
            var system = new CountSystem();
            var value = Enumerable.Range(0, 6).Select(_ => (long)random.Next(4)).ToArray();
            var inner = value.Select(v => system.Add(v)).ToArray();
            var rows = new[] { value[..3].Sum(), value[3..].Sum() };
            var columns = Enumerable.Range(0, 3).Select(c => value[c] + value[c + 3]).ToArray();
            var rowCells = rows.Select(v => system.Add(v)).ToArray();
            var columnCells = columns.Select(v => system.Add(v)).ToArray();
            for (var r = 0; r < 2; r++) system.Sum(rowCells[r], inner[(3 * r)..(3 * r + 3)]);
            for (var c = 0; c < 3; c++) system.Sum(columnCells[c], [inner[c], inner[c + 3]]);
            var hidden = new bool[system.Count];
            for (var i = 0; i < 6; i++) hidden[i] = random.Next(3) > 0;
            var bounds = system.Bounds(hidden);

            var low = Enumerable.Repeat(long.MaxValue, 6).ToArray();
            var high = Enumerable.Repeat(long.MinValue, 6).ToArray();
            var x = new long[6];
            Try(0);
            void Try(int i)
            {
                if (i == 6)
                {
                    for (var c = 0; c < 3; c++)
                        if (x[c] + x[c + 3] != columns[c]) return;
                    if (x[..3].Sum() != rows[0] || x[3..].Sum() != rows[1]) return;
                    for (var k = 0; k < 6; k++) (low[k], high[k]) = (Math.Min(low[k], x[k]), Math.Max(high[k], x[k]));
                    return;
                }
                for (x[i] = hidden[i] ? 0 : value[i]; x[i] <= (hidden[i] ? Math.Min(rows[i / 3], columns[i % 3]) : value[i]); x[i]++) Try(i + 1);
            }
            for (var i = 0; i < 6; i++)
            {
                Assert.Equal(low[i], bounds[i].Low, 1e-6);
                Assert.Equal(high[i], bounds[i].High, 1e-6);
            }
        }
    }

    [Fact]
    public void A_small_complement_is_protected_though_it_is_not_printed()
    {
        var system = new CountSystem();
        var (numerator, rest, denominator) = (system.Add(95), system.Add(5, isPrinted: false), system.Add(100, rank: 1));
        system.Sum(denominator, [numerator, rest]);
        var hidden = system.Suppress(Threshold);
        Assert.True(hidden[numerator] && !hidden[denominator]);
    }

    [Fact]
    public void A_count_printed_in_two_tables_is_hidden_in_both()
    {
        // County by sex in one table, county by age in another: the county totals are the same cells.
        var system = new CountSystem();
        var counties = new[] { system.Add(40, rank: 1), system.Add(60, rank: 1) };
        var state = system.Add(100, rank: 2);
        system.Sum(state, counties);
        var bySex = new[] { system.Add(4), system.Add(36), system.Add(30), system.Add(30) };
        var byAge = new[] { system.Add(20), system.Add(20), system.Add(25), system.Add(35) };
        for (var c = 0; c < 2; c++)
        {
            system.Sum(counties[c], [bySex[2 * c], bySex[2 * c + 1]]);
            system.Sum(counties[c], [byAge[2 * c], byAge[2 * c + 1]]);
        }
        var hidden = system.Suppress(Threshold);
        var bounds = system.Bounds(hidden);
        Assert.True(hidden[bySex[0]] && hidden[bySex[1]]);
        for (var i = 0; i < hidden.Length; i++)
            if (hidden[i]) Assert.True(bounds[i].High - bounds[i].Low >= Threshold);
    }

    [Fact]
    public void Sums_that_do_not_add_up_are_refused()
    {
        var system = new CountSystem();
        var (a, total) = (system.Add(3), system.Add(4));
        Assert.Throws<ArgumentException>(() => system.Sum(total, [a]));
    }
}
