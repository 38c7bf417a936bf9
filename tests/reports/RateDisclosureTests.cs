using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Disclosure;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

public class RateDisclosureTests
{
    const int Threshold = 11;

    [Fact]
    public void The_public_sees_no_count_of_one_to_ten_nor_its_complement_in_any_shipped_format()
    {
        using var facts = Facts.WithMeasures();
        var report = ReportRunner.Make("coverage", facts.Request(Role.Public)).Report!;
        var table = report.Sections[0].Table;
        int d = table.IndexOf("n_denominator"), n = table.IndexOf("n_numerator"), x = table.IndexOf("n_excluded"), rate = table.IndexOf("rate");
        var suppressed = 0;
        foreach (var row in table.List())
        {
            foreach (var c in new[] { d, n, x })
                if (row[c].IsNumber) Assert.False(row[c].AsWhole() is > 0 and < Threshold);
            if (row[d].IsNumber && row[n].IsNumber) Assert.False(row[d].AsWhole() - row[n].AsWhole() is > 0 and < Threshold);
            else Assert.Equal(CellState.Suppressed, row[rate].State);
            if (row[rate].State == CellState.Suppressed) suppressed++;
        }
        Assert.True(suppressed > 0);
    }

    [Fact]
    public void Staff_who_may_list_the_persons_see_the_counts()
    {
        using var facts = Facts.WithMeasures();
        Assert.DoesNotContain(ReportRunner.Make("coverage", facts.Request(Role.StateEpi)).Report!.Sections[0].Table.List().SelectMany(row => row), cell => cell.State == CellState.Suppressed);
        Assert.Contains(ReportRunner.Make("coverage", facts.Request(Role.StateEpi, ("audience", "public"))).Report!.Sections[0].Table.List().SelectMany(row => row), cell => cell.State == CellState.Suppressed);
    }

    [Fact]
    public void Two_reports_of_one_cube_hide_the_same_cells()
    {
        using var facts = Facts.WithMeasures();
        var coverage = ReportRunner.Make("coverage", facts.Request(Role.Plan, ("indicator", "dtap"))).Report!.Sections[0].Table.List();
        var hedis = ReportRunner.Make("hedis", facts.Request(Role.Plan)).Report!.Sections.Single(section => section.Name == "DTaP").Table.List();
        foreach (var row in coverage)
            Assert.Equal(row[4..9], hedis.Single(other => other[9] == row[11] && other[0] == row[2])[2..7]);
    }

    /// <summary>Cubes attacked by a fresh system over what is shown: all counts, complements and sums, and combinations that lie within their antigens.</summary>
    [Fact]
    public void No_hidden_count_of_random_cubes_can_be_narrowed()
    {
        var random = new Random(5);
        var hiddenRates = 0;
        var cubes = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 5_000 : 300;
        for (var t = 0; t < cubes; t++)
        {
            var rows = new List<RateRow>();
            int members = random.Next(2, 12), size = random.Next(3) switch { 0 => 30, 1 => 200, _ => 1_000 };
            var (sizes, excluded) = (new long[members], new long[members]);
            for (var m = 0; m < members; m++)
            {
                sizes[m] = random.Next(size);
                excluded[m] = random.Next((int)Math.Min(sizes[m], 6) + 1);
            }
            var high = random.Next(2) == 0;
            long[] Part(Func<int, long> of) => Enumerable.Range(0, members).Select(m => of(m) is var n and > 0 ? (high ? n - random.Next((int)Math.Min(n, 20) + 1) : random.Next((int)n + 1)) : 0L).ToArray();
            var a = Part(m => sizes[m] - excluded[m]);
            var b = Part(m => sizes[m] - excluded[m]);
            var c = Part(m => Math.Min(a[m], b[m]));
            foreach (var (indicator, numerators) in new[] { ("a", a), ("b", b), ("c", c) })
            {
                for (var m = 0; m < members; m++) rows.Add(new(indicator, "county", $"{m}", $"{m}", sizes[m], excluded[m], sizes[m] - excluded[m], numerators[m]));
                rows.Add(new(indicator, "state", "all", "all", sizes.Sum(), excluded.Sum(), sizes.Sum() - excluded.Sum(), numerators.Sum()));
            }
            hiddenRates += Attack(RateDisclosure.Hide(rows, Threshold), [("c", "a"), ("c", "b")], $"cube {t}");
        }
        Assert.True(hiddenRates > 1_000);
    }

    [Fact]
    public void The_attack_finds_a_cube_that_hides_only_what_is_small()
    {
        RateRow Row(string member, long denominator, long numerator, Hidden hidden = Hidden.None) => new("a", member == "all" ? "state" : "county", member, member, denominator, 0, denominator, numerator, hidden);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Attack([Row("1", 100, 5, Hidden.Numerator), Row("2", 100, 50), Row("all", 200, 55)], [], "broken"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Attack([Row("1", 100, 5), Row("2", 100, 50), Row("all", 200, 55)], [], "open"));
    }

    [Fact]
    public void A_combination_between_two_shown_counts_gets_company_that_holds()
    {
        // Within 3 of what is shown beside it: hidden alone, each of the partners would be narrowed to 3.
        var rows = new List<RateRow>();
        foreach (var (indicator, numerators) in new[] { ("antigen", new long[] { 8, 60, 300 }), ("combination", [8, 58, 299]) })
        {
            for (var m = 0; m < 3; m++) rows.Add(new(indicator, "county", $"{m}", $"{m}", 400, 0, 400, numerators[m]));
            rows.Add(new(indicator, "state", "all", "all", 1200, 0, 1200, numerators.Sum()));
        }
        Assert.True(Attack(RateDisclosure.Hide(rows, Threshold), [("combination", "antigen")], "near") > 0);
    }

    /// <returns>How many printed counts were hidden.</returns>
    /// <param name="knownExtremes">A hidden count of nobody or everybody may be known: neither is a small number of persons.</param>
    internal static int Attack(IReadOnlyList<RateRow> rows, IReadOnlyList<(string Part, string Whole)> within, string what, bool knownExtremes = false)
    {
        var hiddenCounts = 0;
        var system = new CountSystem();
        var hidden = new List<bool>();
        int Cell(long value, bool isHidden)
        {
            hidden.Add(isHidden);
            return system.Add(value);
        }
        var cells = rows.Select(row => new[]
        {
            Cell(row.Initial, row.Hidden.HasFlag(Hidden.Initial)), Cell(row.Excluded, row.Hidden.HasFlag(Hidden.Excluded)), Cell(row.Denominator, row.Hidden.HasFlag(Hidden.Denominator)),
            Cell(row.Numerator, row.Hidden.HasFlag(Hidden.Numerator)), Cell(row.Denominator - row.Numerator, true), Cell(row.Initial - row.Excluded - row.Denominator, true),
        }).ToArray();
        foreach (var c in cells)
        {
            // Where no row has anybody between excluded and denominator, readers know that.
            system.Sum(c[0], rows.Any(row => row.Initial != row.Excluded + row.Denominator) ? [c[1], c[2], c[5]] : [c[1], c[2]]);
            system.Sum(c[2], [c[3], c[4]]);
        }
        var at = rows.Select((row, i) => (row, i)).ToDictionary(pair => (pair.row.Indicator, pair.row.Dimension, pair.row.Member), pair => pair.i);
        foreach (var indicator in rows.Select(row => row.Indicator).Distinct())
            foreach (var dimension in rows.Select(row => row.Dimension).Where(name => name != "state").Distinct())
                if (at.TryGetValue((indicator, "state", "all"), out var state))
                    for (var k = 0; k < 6; k++)
                        system.Sum(cells[state][k], rows.Select((row, i) => (row, i)).Where(pair => pair.row.Indicator == indicator && pair.row.Dimension == dimension).Select(pair => cells[pair.i][k]).ToArray());
        foreach (var ((indicator, dimension, member), i) in at)
            foreach (var (part, whole) in within.Where(pair => pair.Part == indicator))
                system.Sum(cells[at[(whole, dimension, member)]][3], [cells[i][3], Cell(rows[at[(whole, dimension, member)]].Numerator - rows[i].Numerator, true)]);
        var bounds = system.Bounds(hidden.ToArray());
        for (var i = 0; i < rows.Count; i++)
            for (var k = 0; k < 6; k++)
            {
                var value = new[] { rows[i].Initial, rows[i].Excluded, rows[i].Denominator, rows[i].Numerator, rows[i].Denominator - rows[i].Numerator, rows[i].Initial - rows[i].Excluded - rows[i].Denominator }[k];
                var (low, high) = bounds[cells[i][k]];
                Assert.True(low <= value + 1e-6 && value - 1e-6 <= high, $"{what} {rows[i].Indicator} {rows[i].Dimension} {rows[i].Member} count {k}: the truth {value} lies outside {low} to {high}");
                if (k < 4 && hidden[cells[i][k]]) hiddenCounts++;
                if (value is > 0 and < Threshold || (k < 4 && hidden[cells[i][k]] && !(knownExtremes && (value == 0 || value == rows[i].Denominator))))
                    Assert.True(high - low >= Threshold - 1e-6, $"{what} {rows[i].Indicator} {rows[i].Dimension} {rows[i].Member} count {k} = {value}: {low} to {high}");
            }
        return hiddenCounts;
    }

    [Fact]
    public void Every_shipped_cube_withstands_the_attack_over_all_breakdowns_at_once()
    {
        using var facts = Facts.WithMeasures();
        var cube = MeasureCube.Read(facts.Connection, "cis", "2025", Threshold);
        Assert.True(Attack(cube.Rows, [], "cis") > 0);
    }

    [Fact]
    public void Five_hundred_practices_most_of_them_tiny_are_protected_in_time_and_the_state_is_shown()
    {
        var random = new Random(3);
        var rows = new List<RateRow>();
        var sizes = Enumerable.Range(0, 500).Select(_ => (long)random.Next(random.Next(3) == 0 ? 200 : 14)).ToArray();
        foreach (var indicator in Enumerable.Range(0, 13).Select(i => $"i{i}"))
        {
            var numerators = sizes.Select(s => s * random.Next(50, 101) / 100).ToArray();
            for (var m = 0; m < sizes.Length; m++) rows.Add(new(indicator, "practice", $"{m}", $"{m}", sizes[m], 0, sizes[m], numerators[m]));
            rows.Add(new(indicator, "state", "all", "all", sizes.Sum(), 0, sizes.Sum(), numerators.Sum()));
        }
        var hidden = RateDisclosure.Hide(rows, Threshold);
        Assert.DoesNotContain(hidden, row => !row.Hidden.HasFlag(Hidden.Numerator) && (row.Numerator is > 0 and < Threshold || row.Denominator - row.Numerator is > 0 and < Threshold));
        Assert.All(hidden.Where(row => row.Dimension == "state"), row => Assert.Equal(Hidden.None, row.Hidden));
        foreach (var indicator in hidden.GroupBy(row => row.Indicator))
        {
            // Subtraction alone: what is hidden together is two or more, and neither part of it small.
            var members = indicator.Where(row => row.Dimension == "practice" && row.Hidden.HasFlag(Hidden.Numerator)).ToArray();
            Assert.True(members.Length > 1 && members.Sum(row => row.Numerator) >= Threshold && members.Sum(row => row.Denominator - row.Numerator) >= Threshold);
        }
    }

    [Fact]
    public void A_cube_of_500_practices_hides_small_complements_and_keeps_the_state()
    {
        var random = new Random(11);
        var rows = new List<RateRow>();
        var sizes = Enumerable.Range(0, 500).Select(_ => (long)random.Next(20, 420)).ToArray();
        foreach (var indicator in Enumerable.Range(0, 13).Select(i => $"i{i}"))
        {
            var numerators = sizes.Select(s => s * random.Next(50, 96) / 100).ToArray();
            for (var m = 0; m < sizes.Length; m++) rows.Add(new(indicator, "practice", $"{m}", $"{m}", sizes[m], 0, sizes[m], numerators[m]));
            rows.Add(new(indicator, "state", "all", "all", sizes.Sum(), 0, sizes.Sum(), numerators.Sum()));
        }
        var hidden = RateDisclosure.Hide(rows, Threshold);
        Assert.DoesNotContain(hidden, row => row.Hidden == Hidden.None && row.Denominator - row.Numerator is > 0 and < Threshold);
        Assert.All(hidden.Where(row => row.Dimension == "state"), row => Assert.Equal(Hidden.None, row.Hidden));
    }
}
