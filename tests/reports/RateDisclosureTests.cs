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

    /// <summary>The shipped cube attacked: a fresh system over what is shown, all counts and complements, per indicator.</summary>
    [Fact]
    public void No_hidden_count_of_random_cubes_can_be_narrowed()
    {
        var random = new Random(5);
        var hiddenRates = 0;
        for (var t = 0; t < 60; t++)
        {
            var rows = new List<RateRow>();
            var indicators = new[] { "a", "b" };
            int members = random.Next(2, 12), size = random.Next(2) == 0 ? 30 : 200;
            var sizes = Enumerable.Range(0, members).Select(_ => (long)random.Next(size)).ToArray();
            var excluded = sizes.Select(s => (long)random.Next(0, (int)Math.Min(s, 6) + 1)).ToArray();
            foreach (var indicator in indicators)
            {
                var numerators = sizes.Select((s, i) => s - excluded[i] == 0 ? 0 : (long)random.Next((int)(s - excluded[i]) + 1)).ToArray();
                for (var m = 0; m < members; m++) rows.Add(new(indicator, "county", $"{m}", $"{m}", sizes[m], excluded[m], sizes[m] - excluded[m], numerators[m]));
                rows.Add(new(indicator, "state", "all", "all", sizes.Sum(), excluded.Sum(), sizes.Sum() - excluded.Sum(), numerators.Sum()));
            }
            foreach (var group in RateDisclosure.Hide(rows, Threshold).GroupBy(row => row.Indicator))
            {
                var system = new CountSystem();
                var hidden = new List<bool>();
                int Cell(long value, bool isHidden)
                {
                    hidden.Add(isHidden);
                    return system.Add(value);
                }
                var cells = group.Select(row => new[]
                {
                    Cell(row.Initial, row.Hidden.HasFlag(Hidden.Initial)), Cell(row.Excluded, row.Hidden.HasFlag(Hidden.Excluded)), Cell(row.Denominator, row.Hidden.HasFlag(Hidden.Denominator)),
                    Cell(row.Numerator, row.Hidden.HasFlag(Hidden.Numerator)), Cell(row.Denominator - row.Numerator, true),
                }).ToArray();
                foreach (var c in cells)
                {
                    system.Sum(c[0], [c[1], c[2]]);
                    system.Sum(c[2], [c[3], c[4]]);
                }
                for (var k = 0; k < 5; k++) system.Sum(cells[^1][k], cells[..^1].Select(c => c[k]).ToArray());
                var bounds = system.Bounds(hidden.ToArray());
                foreach (var (row, c) in group.Zip(cells))
                    for (var k = 0; k < 5; k++)
                    {
                        var value = new[] { row.Initial, row.Excluded, row.Denominator, row.Numerator, row.Denominator - row.Numerator }[k];
                        var small = value is > 0 and < Threshold;
                        if (k < 4 && hidden[c[k]]) hiddenRates++;
                        if (small || (k < 4 && hidden[c[k]]))
                            Assert.True(bounds[c[k]].High - bounds[c[k]].Low >= Threshold, $"cube {t} {row.Member} count {k} = {value}: {bounds[c[k]]}");
                    }
            }
        }
        Assert.True(hiddenRates > 100);
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
