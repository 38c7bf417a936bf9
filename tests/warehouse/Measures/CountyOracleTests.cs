using RegistryAnalytics.Codes;
using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Rates and trends by county agree with counting each unit where it lived on the day of its measure.</summary>
[Trait("kind", "sql")]
public class CountyOracleTests
{
    [Fact]
    public void Childhood_status_is_counted_where_the_second_birthday_was() => Agrees("cis", 2025, false,
        (random, key) => GivenPerson.Make(random, key, 2025, 2, MeasureOracleTests.Childhood), (person, _) => HedisOracle.Childhood(person, 2025, false), (person, _) => CqlCalendar.Birthday(person.Birth, 2));

    [Fact]
    public void Adolescent_status_is_counted_where_the_thirteenth_birthday_was() => Agrees("ima", 2025, true,
        (random, key) => GivenPerson.Make(random, key, 2025, 13, MeasureOracleTests.Adolescent), (person, _) => HedisOracle.Adolescent(person, 2025, true), (person, _) => CqlCalendar.Birthday(person.Birth, 13));

    [Fact]
    public void Electronic_childhood_status_is_counted_where_the_second_birthday_was() => Agrees("cms117", 2025, false,
        (random, key) => Cms117Oracle.Make(random, key, 2025, MeasureOracleTests.Childhood, false), (person, _) => Cms117Oracle.Rows(person, 2025, false), (person, _) => CqlCalendar.Birthday(person.Birth, 2));

    [Fact]
    public void Adult_status_is_counted_at_the_end_of_the_year() => Agrees("ais", 2025, false,
        (random, key) => AdultOracle.Make(random, key, 2025), (person, _) => AdultOracle.Status(person, 2025, false), (_, _) => new DateOnly(2025, 12, 31));

    [Fact]
    public void Prenatal_status_is_counted_where_the_last_delivery_of_the_year_was() => Agrees("prs", 2025, false,
        (random, key) => PrenatalOracle.Make(random, key, 2025), (person, _) => PrenatalOracle.Rows(person, 2025, false),
        (person, _) => person.Deliveries.Where(delivery => delivery.Day.Year == 2025).Max(delivery => delivery.Day));

    [Fact]
    public void Influenza_seasons_are_counted_at_the_end_of_the_season() => Agrees("influenza_season", 2025, false,
        (random, key) => AdultOracle.Make(random, key, 2025), (person, _) => AdultOracle.Season(person, 2025), (_, _) => new DateOnly(2025, 6, 30));

    [Fact]
    public void The_birth_dose_is_counted_where_the_child_was_born() => Agrees("hepb_birth_dose", 2025, false,
        (random, key) => RulesOracle.Newborn(random, key, 2025), (person, asOf) => RulesOracle.BirthDose(person, 2025, asOf), (person, _) => person.Birth);

    static void Agrees(
        string measure, int year, bool withRoster, Func<Random, long, GivenPerson> make, Func<GivenPerson, DateOnly, IEnumerable<OracleRow>> slow, Func<GivenPerson, OracleRow, DateOnly> on)
    {
        for (var piece = 0; piece < (OracleRun.IsDeep ? 5 : 1); piece++)
        {
            var random = new Random(measure.Length + year + piece * 1_000_003);
            var persons = Enumerable.Range(1, OracleRun.IsDeep ? 20_000 : 600).Select(key => make(random, key)).ToArray();
            // Half a year later, so that every day is past; and on the last day of the year, when some days are today or still to come.
            foreach (var asOf in new[] { new DateOnly(year + 1, 6, 30), new DateOnly(year, 12, 31) })
                using (var fixture = new MeasureFixture())
                {
                    fixture.SetPeriod(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
                    fixture.Connection.Execute($"set variable as_of = date '{asOf:yyyy-MM-dd}'");
                    GivenStar.Fill(fixture, persons, withRoster);
                    fixture.FillRows(measure);
                    var wanted = Count(persons, person => slow(person, asOf), (person, row) => on(person, row) < asOf ? person.CountyOn(on(person, row)) : person.County, withRoster);
                    fixture.MakeMart("agg_measure_rate");
                    Same($"{measure} as of {asOf:yyyy-MM-dd}, piece {piece}", wanted, fixture, "agg_measure_rate");
                    Lists($"list of {measure} as of {asOf:yyyy-MM-dd}, piece {piece}", measure, fixture, persons.ToDictionary(person => person.Key,
                        person => slow(person, asOf).Select(row => on(person, row) < asOf ? person.CountyOn(on(person, row)) : person.County).FirstOrDefault()), asOf);
                    fixture.MakeMart("trend_point");
                    Same($"trend of {measure} as of {asOf:yyyy-MM-dd}, piece {piece}", wanted, fixture, "trend_point");
                }
        }
    }

    /// <summary>The line list of a county is of those whom its rate counts.</summary>
    static void Lists(string what, string measure, MeasureFixture fixture, Dictionary<long, string?> county, DateOnly asOf)
    {
        fixture.Connection.Execute($"create or replace table msr_{measure} as select getvariable('period') as period, * from measure_row");
        using var statement = fixture.Connection.Prepare(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reports", "sql", "line_list.sql")));
        var indicator = fixture.Connection.QueryScalar<string>($"select min(indicator) from msr_{measure}");
        foreach (var (name, value) in new (string, RegistryAnalytics.DuckDb.DuckDbValue)[]
        {
            ("table", "msr_" + measure), ("period", fixture.Connection.QueryScalar<string>("select cast(getvariable('period') as varchar)")), ("indicator", indicator), ("status", "all"), ("practice", (long?)null), ("county", (string?)null), ("day", asOf),
        }) statement.Bind(name, value);
        var rows = statement.QueryRows();
        Assert.NotEmpty(rows);
        for (var i = 0; i < rows.Count; i++)
            Assert.True(county[rows.Get<long>(i, "person_key")] == rows.Get<string>(i, "county"), $"{what}: person {rows.Get<long>(i, "person_key")} is listed in {rows.Get<string>(i, "county")} and counted in {county[rows.Get<long>(i, "person_key")]}.");
    }

    static void Same(string what, Dictionary<(string, string), (long, long)> wanted, MeasureFixture fixture, string mart)
    {
        var got = fixture.Connection.QueryRows($"select indicator, member, n_denominator, n_numerator from {mart} where dimension = 'county'")
            .ToDictionary(row => ((string)row[0]!, (string)row[1]!), row => ((long)row[2]!, (long)row[3]!));
        foreach (var (cell, counts) in wanted)
        {
            got.Remove(cell, out var found);
            Assert.True(found == counts, $"{what}: {cell}: the mart says {found}, the slow count {counts}.");
        }
        Assert.All(got, left => Assert.Equal((0, 0), left.Value)); // only excluded units
    }

    static Dictionary<(string, string), (long, long)> Count(
        GivenPerson[] persons, Func<GivenPerson, IEnumerable<OracleRow>> slow, Func<GivenPerson, OracleRow, string> county, bool withRoster)
    {
        var counted = new Dictionary<(string, string), (long, long)>();
        foreach (var person in persons)
            foreach (var row in slow(person).Where(row => !row.IsExcluded))
            {
                var isKnown = person.IsKnown || !withRoster && person.Deliveries.Count == 0;
                var cell = (row.Indicator, isKnown ? county(person, row) : "unknown");
                var (denominator, numerator) = counted.GetValueOrDefault(cell);
                counted[cell] = (denominator + 1, numerator + (row.Evidence is null ? 0 : 1));
            }
        Assert.True(counted.Keys.Select(cell => cell.Item2).Distinct().Count() > 1);
        return counted;
    }
}
