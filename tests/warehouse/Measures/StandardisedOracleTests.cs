using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Age-standardised rates agree with rates taken group by group and weighted by hand.</summary>
[Trait("kind", "sql")]
public class StandardisedOracleTests
{
    static readonly DateOnly On = new(2025, 12, 31), SeasonEnd = new(2025, 6, 30);

    /// <summary>US standard population 2000: first ages of the groups and their persons.</summary>
    static readonly (int From, long Persons)[] Standard =
    [
        (0, 3_794_901), (1, 15_191_619), (5, 19_919_840), (10, 20_056_779), (15, 19_819_518), (20, 18_257_225), (25, 17_722_067), (30, 19_511_370),
        (35, 22_179_956), (40, 22_479_229), (45, 19_805_793), (50, 17_224_359), (55, 13_307_234), (60, 10_654_272), (65, 9_409_940), (70, 8_725_574),
        (75, 7_414_559), (80, 4_900_234), (85, 4_259_173),
    ];

    /// <summary>The standard million in eleven groups: National Vital Statistics Reports 47 (3), 1998, table I; from persons in thousands.</summary>
    [Theory]
    [InlineData(0, 1, 13_818)]
    [InlineData(1, 5, 55_317)]
    [InlineData(5, 15, 145_565)]
    [InlineData(15, 25, 138_646)]
    [InlineData(25, 35, 135_573)]
    [InlineData(35, 45, 162_613)]
    [InlineData(45, 55, 134_834)]
    [InlineData(55, 65, 87_247)]
    [InlineData(65, 75, 66_037)]
    [InlineData(75, 85, 44_842)]
    [InlineData(85, 200, 15_508)]
    public void Weights_are_those_that_are_printed(int from, int to, int perMillion)
    {
        var persons = Standard.Where(group => group.From >= from && group.From < to).Sum(group => group.Persons);
        Assert.InRange(1_000_000.0 * persons / Standard.Sum(group => group.Persons), perMillion - 2, perMillion + 2);
    }

    [Fact]
    public void Standardised_rates_agree_with_the_slow_count()
    {
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(77 + piece * 1_000_003);
            var persons = Enumerable.Range(1, OracleRun.IsDeep ? 20_000 : 2_000).Select(key => Make(random, key)).ToArray();
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(On, On);
            fixture.Connection.Execute("set variable period = '2025-12-31'");
            GivenStar.Fill(fixture, persons, false);
            fixture.MakeMart("agg_standardised_rate");
            var got = fixture.Connection.QueryRows("""
                select measure, period, indicator, county_fips, n_denominator, n_numerator, crude_rate, standardised_rate, rate_low, rate_high, n_age_groups from agg_standardised_rate
                """).ToDictionary(row => ((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!), row => row[4..]);
            foreach (var (measure, on, rows) in new (string, DateOnly, Func<GivenPerson, IEnumerable<OracleRow>>)[]
            {
                ("participation", On, person => AdultOracle.Participation(person, On)),
                ("influenza_season", SeasonEnd, person => AdultOracle.Season(person, 2025).Where(row => row.Indicator is "at_least_one" or "fully_vaccinated")),
            })
            {
                var counted = persons.SelectMany(person => rows(person).Where(row => !row.IsExcluded), (person, row) => (Person: person, Row: row)).ToList();
                foreach (var indicator in counted.Select(one => one.Row.Indicator).Distinct())
                    foreach (var county in new[] { "35001", "35003", "out_of_state", "state" })
                    {
                        var here = counted.Where(one => one.Row.Indicator == indicator && (county == "state" || (on < On ? one.Person.CountyOn(on) : one.Person.County) == county)).ToList();
                        if (here.Count == 0) continue;
                        Assert.True(got.Remove((measure, "2025-12-31", indicator, county), out var found), $"piece {piece}: {measure}, {indicator}, {county} is missing");
                        Agree($"piece {piece}: {measure}, {indicator}, {county}", found!, here.Select(one => (one.Person.Birth, one.Row.Evidence is not null)).ToList(), on);
                    }
            }
            Assert.True(got.Count == 0, $"piece {piece}: {got.Count} rows too many, such as {got.Keys.FirstOrDefault()}.");
        }
    }

    static void Agree(string what, object?[] found, List<(DateOnly Birth, bool IsMet)> here, DateOnly on)
    {
        double weights = 0, rates = 0, variances = 0;
        var groups = 0;
        for (var i = 0; i < Standard.Length; i++)
        {
            var next = i + 1 < Standard.Length ? Standard[i + 1].From : 1000;
            var group = here.Where(one => CqlCalendar.AgeInMonths(one.Birth, on) / 12 is var age && age >= Standard[i].From && age < next).ToList();
            if (group.Count == 0) continue;
            var rate = (double)group.Count(one => one.IsMet) / group.Count;
            groups++;
            weights += Standard[i].Persons;
            rates += Standard[i].Persons * rate;
            variances += (double)Standard[i].Persons * Standard[i].Persons * rate * (1 - rate) / group.Count;
        }
        var (standardised, error) = (rates / weights, Math.Sqrt(variances) / weights);
        double[] wanted =
        [
            here.Count, here.Count(one => one.IsMet), (double)here.Count(one => one.IsMet) / here.Count, standardised,
            Math.Max(0, standardised - 1.959964 * error), Math.Min(1, standardised + 1.959964 * error), groups,
        ];
        foreach (var (mart, slow) in found.Zip(wanted))
            Assert.True(Math.Abs(Convert.ToDouble(mart, null) - slow) < 1e-9, $"{what}: the mart says {string.Join(" ", found)}, the slow count {string.Join(" ", wanted)}.");
    }

    static GivenPerson Make(Random random, long key)
    {
        var person = AdultOracle.Make(random, key, 2025);
        // Both ends of every group of the standard, on the days that the two measures take the age.
        var birth = person.Homes.Count > 0 || random.Next(2) == 0 ? person.Birth : (random.Next(2) == 0 ? On : SeasonEnd).AddYears(-Standard[random.Next(Standard.Length)].From).AddDays(random.Next(-1, 2));
        return person with { Birth = birth, IsKnown = true, County = person.Homes.Count == 0 && random.Next(3) == 0 ? "35003" : person.County };
    }
}
