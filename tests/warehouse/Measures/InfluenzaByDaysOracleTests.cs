using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Influenza by age in days agrees with the slow seasons counted child by child.</summary>
[Trait("kind", "sql")]
public class InfluenzaByDaysOracleTests
{
    static readonly DateOnly On = new(2025, 12, 31), SeasonEnd = new(2025, 6, 30);
    static readonly (string Label, int From, int To)[] Bands = [("182-1825 days", 182, 1825), ("1826-4747 days", 1826, 4747), ("4748-6573 days", 4748, 6573)];

    [Fact]
    public void Bands_by_age_on_the_day_and_at_the_dose_agree_with_the_slow_count()
    {
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(182 + piece * 1_000_003);
            var persons = Enumerable.Range(1, OracleRun.IsDeep ? 20_000 : 2_000).Select(key => Make(random, key)).ToArray();
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(new DateOnly(2025, 1, 1), On);
            GivenStar.Fill(fixture, persons, false);
            fixture.MakeMart("agg_influenza_by_days");
            var got = fixture.Connection.QueryRows("select indicator, age_band, county_fips, n_persons, n_met, n_met_at_age from agg_influenza_by_days")
                .ToDictionary(row => ((string)row[0]!, (string)row[1]!, (string)row[2]!), row => ((long)row[3]!, (long)row[4]!, (long)row[5]!));
            var counted = persons.SelectMany(person => AdultOracle.Season(person, 2025).Where(row => !row.IsExcluded), (person, row) => (Person: person, Row: row)).ToList();
            var atAge = 0L;
            foreach (var indicator in new[] { "at_least_one", "fully_vaccinated" })
                foreach (var (label, from, to) in Bands)
                    foreach (var county in new[] { "35001", "35003", "out_of_state", "state" })
                    {
                        var here = counted.Where(one => one.Row.Indicator == indicator && (county == "state" || one.Person.CountyOn(SeasonEnd) == county)).ToList();
                        bool In(GivenPerson person, DateOnly day) => day.DayNumber - person.Birth.DayNumber is var age && age >= from && age <= to;
                        var expected = (here.LongCount(one => In(one.Person, SeasonEnd)), here.LongCount(one => In(one.Person, SeasonEnd) && one.Row.Evidence is not null), here.LongCount(one => one.Row.Evidence is { } day && In(one.Person, day)));
                        atAge += expected.Item3 == expected.Item2 ? 0 : 1;
                        if (expected.Item1 + expected.Item3 == 0) continue;
                        Assert.True(got.Remove((indicator, label, county), out var found) && found == expected, $"piece {piece}: {indicator}, {label}, {county}: the mart says {found}, the slow count {expected}.");
                    }
            Assert.True(got.Count == 0, $"piece {piece}: {got.Count} rows too many, such as {got.Keys.FirstOrDefault()}.");
            Assert.True(atAge > 0, "no child crossed a band between dose and season's end");
        }
    }

    static GivenPerson Make(Random random, long key)
    {
        var person = AdultOracle.Make(random, key, 2025);
        // Both ends of every band on the season's last day, and children who cross one in the season.
        var (_, from, to) = Bands[random.Next(Bands.Length)];
        var birth = person.Homes.Count > 0 || random.Next(4) == 0 ? person.Birth : SeasonEnd.AddDays(-(random.Next(2) == 0 ? from : to) + (random.Next(2) == 0 ? random.Next(-2, 3) : random.Next(-200, 200)));
        return person with { Birth = birth, IsKnown = true, County = person.Homes.Count == 0 && random.Next(3) == 0 ? "35003" : person.County };
    }
}
