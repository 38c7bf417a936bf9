using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Measures agree, row by row, with slow versions on persons made up from a seed; more of them with REGISTRY_TEST_DEEP=1.</summary>
[Trait("kind", "sql")]
public class MeasureOracleTests
{
    static readonly int Count = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1" ? 100_000 : 2_000;

    static readonly string[] Childhood =
    [
        "20", "106", "110", "120", "146", "10", "89", "03", "94", "17", "49", "48", "51", "148", "08", "45", "44", "21", "133", "216", "215", "152", "109",
        "83", "85", "119", "116", "122", "119", "140", "141", "158", "161", "149", "111", "01", "130", "28", "02",
    ];

    static readonly string[] Adolescent = ["114", "136", "147", "203", "316", "115", "62", "137", "165", "165", "162", "113"];

    [Theory]
    [InlineData(2023, false)]
    [InlineData(2024, true)]
    [InlineData(2025, true)]
    [InlineData(2026, false)]
    public void Childhood_status_agrees_with_the_slow_version(int year, bool withRoster) =>
        Agrees("cis", year, withRoster, 2, Childhood, person => HedisOracle.Childhood(person, year, withRoster));

    [Theory]
    [InlineData(2024, true)]
    [InlineData(2025, false)]
    public void Adolescent_status_agrees_with_the_slow_version(int year, bool withRoster) =>
        Agrees("ima", year, withRoster, 13, Adolescent, person => HedisOracle.Adolescent(person, year, withRoster));

    [Theory]
    [InlineData(2024)]
    [InlineData(2026)]
    public void Enrolment_agrees_with_the_slow_version(int year) =>
        Agrees("fully_operational", year, false, 2, Childhood, person => EnrolmentOracle.Rows(person, new DateOnly(year - 2, 3, 31).AddMonths(3), new DateOnly(2020, 1, 1)), new DateOnly(year - 2, 3, 31).AddMonths(3));

    static void Agrees(string measure, int year, bool withRoster, int milestone, string[] vaccines, Func<GivenPerson, IEnumerable<OracleRow>> slow, DateOnly? on = null)
    {
        var random = new Random(measure.Length * 10_000 + year);
        var persons = Enumerable.Range(1, Count).Select(key => GivenPerson.Make(random, key, year, milestone, vaccines)).ToArray();
        using var fixture = new MeasureFixture();
        fixture.SetPeriod(on is { } day ? day : new DateOnly(year, 1, 1), on ?? new DateOnly(year, 12, 31));
        GivenStar.Fill(fixture, persons, withRoster);

        AssertAgree(measure, year, fixture, persons, slow);
    }

    internal static void AssertAgree(string measure, int year, MeasureFixture fixture, GivenPerson[] persons, Func<GivenPerson, IEnumerable<OracleRow>> slow)
    {
        var got = fixture.Rows(measure).ToDictionary(row => (row.Indicator, row.Unit));
        var met = 0;
        foreach (var person in persons)
            foreach (var row in slow(person))
            {
                if (row.Evidence is not null) met++;
                var place = $"{measure} {year}: unit {row.Unit}, {row.Indicator}";
                Assert.True(got.Remove((row.Indicator, row.Unit), out var found), $"{place}: no row; the slow version says {row}: {Told(person)}");
                Assert.True(found == row, $"{place}: the model says {found}, the slow version {row}: {Told(person)}");
            }
        Assert.True(met > persons.Length / 20, "the made-up persons hardly ever meet the measure");
        Assert.True(got.Count == 0, $"{measure} {year}: {got.Count} rows too many, such as {got.Keys.FirstOrDefault()}.");
    }

    static string Told(GivenPerson person) =>
        $"{person}; {string.Join(", ", person.Doses.OrderBy(dose => dose.Day).Select(dose => $"{dose.Day:yyyy-MM-dd} {dose.Cvx} {string.Join('+', dose.Antigens)}{(dose.IsValid ? "" : " invalid")}{(dose.IsCompleted ? "" : " not given")}"))}; "
        + $"{string.Join(", ", person.Findings)}; {string.Join(", ", person.Spans)}; {string.Join(", ", person.Deliveries)}; {string.Join(", ", person.Forecasts)}; {string.Join(", ", person.Relations)}";
}
