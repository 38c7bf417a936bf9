using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Measures by product line, race, ethnicity and source agree with counting the slow versions' rows one by one.</summary>
[Trait("kind", "sql")]
public class EcdsOracleTests
{
    static readonly string?[] Races = [null, "2106-3", "2106-3", "2054-5", "2028-9;2106-3"], Ethnicities = [null, "2135-2", "2186-5"];
    static readonly string[] Lines = ["commercial", "medicaid", "medicare"];

    readonly record struct Cell(string Measure, string Indicator, string Line, string Kind, string Stratum);

    sealed class Counts
    {
        internal long Initial, Excluded, Denominator, Numerator;
    }

    [Theory]
    [InlineData(2023, false)]
    [InlineData(2024, true)]
    [InlineData(2026, true)]
    public void Counts_by_line_and_stratum_agree_with_the_slow_count(int year, bool withRoster)
    {
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(year + piece * 1_000_003);
            var persons = Enumerable.Range(1, OracleRun.IsDeep ? 20_000 : 1_200).Select(key => Make(random, key, year)).ToArray();
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
            GivenStar.Fill(fixture, persons, withRoster);
            fixture.MakeMart("agg_ecds");
            var got = fixture.Connection.QueryRows("""
                select measure, indicator, product_line, stratum_kind, stratum, record_source, n_initial, n_excluded, n_denominator, n_numerator, rate, has_roster, period
                from agg_ecds
                """).ToDictionary(row => (new Cell((string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!, (string)row[4]!), (string)row[5]!), row => row[6..]);
            foreach (var (cell, counts) in Count(persons, year, withRoster))
            {
                double? rate = counts.Denominator == 0 ? null : (double)counts.Numerator / counts.Denominator;
                var roster = withRoster ? counts.Initial : 0;
                expect(cell, "all", counts.Initial, counts.Excluded, counts.Denominator, counts.Numerator, rate);
                expect(cell, "administrative", roster, 0, null, 0, null);
                expect(cell, "HIE/registry", counts.Initial - roster, counts.Excluded, null, counts.Numerator, null);
                expect(cell, "EHR", 0, 0, null, 0, null);
                expect(cell, "case management", 0, 0, null, 0, null);
            }
            Assert.True(got.Count == 0, $"{year}, piece {piece}: {got.Count} rows too many, such as {got.Keys.FirstOrDefault()}.");

            void expect(Cell cell, string source, long initial, long excluded, long? denominator, long numerator, double? rate)
            {
                Assert.True(got.Remove((cell, source), out var found), $"{year}, piece {piece}: {cell} from {source} is missing.");
                object?[] wanted = [initial, excluded, denominator, numerator, rate, withRoster, $"{year}"];
                Assert.True(wanted.SequenceEqual(found!), $"{year}, piece {piece}: {cell} from {source}: the mart says {string.Join(" ", found!)}, the slow count {string.Join(" ", wanted)}.");
            }
        }
    }

    static Dictionary<Cell, Counts> Count(GivenPerson[] persons, int year, bool withRoster)
    {
        var counted = new Dictionary<Cell, Counts>();
        foreach (var person in persons)
        {
            var isSeen = person.IsKnown || !withRoster && person.Deliveries.Count == 0;
            var race = !isSeen || person.Race is null ? "unknown" : person.Race.Contains(';', StringComparison.Ordinal) ? "multiple" : person.Race;
            var ethnicity = isSeen && person.Ethnicity is { } told ? told : "unknown";
            foreach (var (measure, row) in Rows(person, year, withRoster))
            {
                var line = !withRoster ? null : measure == "prs" ? LineOn(person, person.Deliveries.Single(one => one.Key == row.Unit).Day) : NewestLine(person);
                foreach (var product in line is null ? ["all"] : new[] { "all", line })
                    foreach (var (kind, stratum) in new[] { ("all", "all"), ("race", race), ("ethnicity", ethnicity) })
                    {
                        var cell = new Cell(measure, row.Indicator, product, kind, stratum);
                        if (!counted.TryGetValue(cell, out var counts)) counted.Add(cell, counts = new Counts());
                        counts.Initial++;
                        if (row.IsExcluded) { counts.Excluded++; continue; }
                        counts.Denominator++;
                        if (row.Evidence is not null) counts.Numerator++;
                    }
            }
        }
        Assert.True(counted.Values.Max(counts => counts.Numerator) > persons.Length / 50, "the made-up persons hardly ever meet a measure");
        Assert.Equal(["ais", "cis", "ima", "prs"], counted.Keys.Select(cell => cell.Measure).Distinct().Order());
        return counted;
    }

    static IEnumerable<(string Measure, OracleRow Row)> Rows(GivenPerson person, int year, bool withRoster)
    {
        foreach (var row in PrenatalOracle.Rows(person, year, withRoster)) yield return ("prs", row);
        // Whom the registry does not know and no roster names is known by the delivery alone.
        if (!person.IsKnown && !withRoster && person.Deliveries.Count > 0) yield break;
        foreach (var row in HedisOracle.Childhood(person, year, withRoster)) yield return ("cis", row);
        foreach (var row in HedisOracle.Adolescent(person, year, withRoster)) yield return ("ima", row);
        foreach (var row in AdultOracle.Status(person, year, withRoster)) yield return ("ais", row);
    }

    static string NewestLine(GivenPerson person)
    {
        var newest = person.Spans[0];
        foreach (var span in person.Spans.Skip(1))
        {
            int ends = (span.To ?? DateOnly.MaxValue).CompareTo(newest.To ?? DateOnly.MaxValue), begins = span.From.CompareTo(newest.From);
            if (ends > 0 || ends == 0 && begins > 0 || ends == 0 && begins == 0 && string.CompareOrdinal(span.Line, newest.Line) < 0) newest = span;
        }
        return newest.Line;
    }

    static string LineOn(GivenPerson person, DateOnly day) =>
        person.Spans.Where(span => span.From <= day && (span.To is not { } to || day <= to)).Select(span => span.Line).Order(StringComparer.Ordinal).First();

    static GivenPerson Make(Random random, long key, int year)
    {
        var person = random.Next(4) switch
        {
            0 => GivenPerson.Make(random, key, year, 2, MeasureOracleTests.Childhood),
            1 => GivenPerson.Make(random, key, year, 13, MeasureOracleTests.Adolescent),
            2 => AdultOracle.Make(random, key, year),
            _ => PrenatalOracle.Make(random, key, year),
        };
        return person with
        {
            Race = Races[random.Next(Races.Length)],
            Ethnicity = Ethnicities[random.Next(Ethnicities.Length)],
            Spans = person.Spans.Select(span => span with { Line = Lines[random.Next(Lines.Length)] }).ToList(),
        };
    }
}
