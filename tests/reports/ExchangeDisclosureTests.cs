using RegistryAnalytics.Reports.Disclosure;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>Cubes of the same persons, attacked by the exact search over everything that is printed and every relation that holds by definition.</summary>
public class ExchangeDisclosureTests
{
    const int Threshold = 11;

    static readonly (string, string)[] Within = [("c", "a"), ("c", "b"), ("r", "not a")];

    /// <summary>Members with persons of random profiles: c is a and b, r refused and so is not a.</summary>
    static List<RateRow> Cube(Random random, int members, int size, int high)
    {
        var rows = new List<RateRow>();
        var profiles = Enumerable.Range(0, members).Select(m => Enumerable.Range(0, random.Next(3) == 0 ? random.Next(14) : random.Next(size)).Select(_ => (A: random.Next(100) < high, B: random.Next(100) < high, R: random.Next(100) < 10)).ToArray()).ToArray();
        void Add(string dimension, string member, (bool A, bool B, bool R)[] persons)
        {
            foreach (var (name, met) in new[] { ("a", persons.Count(p => p.A)), ("b", persons.Count(p => p.B)), ("c", persons.Count(p => p.A && p.B)), ("r", persons.Count(p => !p.A && p.R)) })
                rows.Add(new(name, dimension, member, member, persons.Length, 0, persons.Length, met));
        }
        for (var m = 0; m < members; m++) Add("county", $"{m}", profiles[m]);
        for (var h = 0; h < 2; h++) Add("half", $"{h}", profiles.SelectMany(all => all.Where((_, i) => i % 2 == h)).ToArray());
        Add("state", "all", profiles.SelectMany(all => all).ToArray());
        return rows;
    }

    /// <summary>What is derivable beside what is printed: those who do not meet a, hidden where a is.</summary>
    static List<RateRow> WithRests(IEnumerable<RateRow> rows) => rows.SelectMany(row => row.Indicator == "a" ? new[] { row, row with { Indicator = "not a", Numerator = row.Denominator - row.Numerator } } : [row]).ToList();

    [Fact]
    public void No_hidden_count_can_be_narrowed_below_the_threshold()
    {
        var random = new Random(17);
        var (hidden, shown) = (0, 0);
        var cubes = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 3_000 : 150;
        for (var t = 0; t < cubes; t++)
        {
            var rows = ExchangeDisclosure.Hide(Cube(random, random.Next(2, 12), random.Next(3) switch { 0 => 30, 1 => 200, _ => 800 }, random.Next(2) == 0 ? 93 : 50), Threshold);
            hidden += RateDisclosureTests.Attack(WithRests(rows), Within, $"cube {t}", knownExtremes: true);
            shown += rows.Count(row => row.Dimension == "county" && row.Hidden == Hidden.None);
        }
        Assert.True(hidden > 1_000 && shown > 500, $"{hidden} hidden, {shown} shown");
    }

    [Fact]
    public void The_attack_finds_a_group_that_is_too_small()
    {
        RateRow Row(string member, long n, long met, Hidden hidden = Hidden.None) => new("a", member == "all" ? "state" : "county", member, member, n, 0, n, met, hidden);
        // Two hidden, but together only eight are met: subtraction bounds each by eight.
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => RateDisclosureTests.Attack([Row("1", 100, 5, Hidden.Numerator), Row("2", 100, 3, Hidden.Numerator), Row("3", 500, 200), Row("all", 700, 208)], [], "thin"));
        RateRow[] rows = [Row("1", 100, 5), Row("2", 100, 3), Row("3", 500, 200), Row("all", 700, 208)];
        Assert.Equal([Hidden.Numerator, Hidden.Numerator, Hidden.Numerator, Hidden.None], ExchangeDisclosure.Hide(rows, Threshold).Select(row => row.Hidden));
    }

    [Fact]
    public void What_is_not_small_anywhere_is_shown_and_a_cube_of_different_persons_is_refused()
    {
        RateRow Row(string indicator, string member, long n, long met) => new(indicator, member == "all" ? "state" : "county", member, member, n, 0, n, met);
        RateRow[] rows = [Row("a", "1", 100, 50), Row("a", "2", 200, 90), Row("a", "all", 300, 140)];
        Assert.All(ExchangeDisclosure.Hide(rows, Threshold), row => Assert.Equal(Hidden.None, row.Hidden));
        Assert.Throws<ArgumentException>(() => ExchangeDisclosure.Hide([.. rows, Row("b", "1", 90, 50)], Threshold));
        Assert.Throws<ArgumentException>(() => ExchangeDisclosure.Hide(rows[..2], Threshold));
        Assert.Same(rows, ExchangeDisclosure.Hide(rows, 0));
    }

    [Fact]
    public void Five_hundred_places_take_no_search()
    {
        var random = new Random(4);
        var rows = ExchangeDisclosure.Hide(Cube(random, 500, 300, 93), Threshold);
        Assert.DoesNotContain(rows, row => !row.Hidden.HasFlag(Hidden.Numerator) && (row.Numerator is > 0 and < Threshold || row.Denominator - row.Numerator is > 0 and < Threshold));
        Assert.DoesNotContain(rows, row => !row.Hidden.HasFlag(Hidden.Denominator) && row.Denominator is > 0 and < Threshold);
    }
}
