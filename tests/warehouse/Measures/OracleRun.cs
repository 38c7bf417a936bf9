using RegistryAnalytics.Tests.Warehouse.Sql;

namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Compares a measure with its slow version on made-up persons, piece by piece: one small piece, or with REGISTRY_TEST_DEEP=1 five of 20,000.</summary>
/// <remarks>A piece has a seed and a star of its own, so memory does not grow with the persons.</remarks>
static class OracleRun
{
    internal static readonly bool IsDeep = Environment.GetEnvironmentVariable("REGISTRY_TEST_DEEP") == "1";
    const int DeepPieces = 5, DeepPersons = 20_000;

    /// <param name="make">Makes a person from chance and a key.</param>
    /// <param name="slow">The rows that the measure should give for the person.</param>
    /// <param name="on">The day of a measure as of a date; without it the measure covers the year.</param>
    /// <param name="version">A version of the measure other than the year's own.</param>
    /// <param name="few">Persons of the small piece.</param>
    internal static void Agrees(
        string measure, int year, bool withRoster, Func<Random, long, GivenPerson> make, Func<GivenPerson, IEnumerable<OracleRow>> slow, DateOnly? on = null, int few = 1_500, string? version = null)
    {
        for (var piece = 0; piece < (IsDeep ? DeepPieces : 1); piece++)
        {
            var random = new Random(measure.Length * 10_000 + year + piece * 1_000_003);
            var persons = Enumerable.Range(1, IsDeep ? DeepPersons : few).Select(key => make(random, key)).ToArray();
            using var fixture = new MeasureFixture();
            fixture.SetPeriod(on ?? new DateOnly(year, 1, 1), on ?? new DateOnly(year, 12, 31));
            if (version is not null) fixture.Connection.Execute($"set variable measure_version = '{version}'");
            GivenStar.Fill(fixture, persons, withRoster);
            AssertAgree($"{measure} {year}, piece {piece}", fixture.Rows(measure), persons, slow);
        }
    }

    static void AssertAgree(string what, IEnumerable<OracleRow> rows, GivenPerson[] persons, Func<GivenPerson, IEnumerable<OracleRow>> slow)
    {
        var got = rows.ToDictionary(row => (row.Indicator, row.Unit));
        var met = 0;
        foreach (var person in persons)
            foreach (var row in slow(person))
            {
                if (row.Evidence is not null) met++;
                var isThere = got.Remove((row.Indicator, row.Unit), out var found);
                if (isThere && found == row) continue;
                Assert.Fail($"{what}: unit {row.Unit}, {row.Indicator}: the model says {(isThere ? found : "nothing")}, the slow version {row}: {Told(person)}");
            }
        Assert.True(met > persons.Length / 20, "the made-up persons hardly ever meet the measure");
        Assert.True(got.Count == 0, $"{what}: {got.Count} rows too many, such as {got.Keys.FirstOrDefault()}.");
    }

    static string Told(GivenPerson person) =>
        $"{person}; {string.Join(", ", person.Doses.OrderBy(dose => dose.Day).Select(dose => $"{dose.Day:yyyy-MM-dd} {dose.Cvx} {string.Join('+', dose.Antigens)}{(dose.IsValid ? "" : " invalid")}{(dose.IsCompleted ? "" : " not given")}"))}; "
        + $"{string.Join(", ", person.Findings)}; {string.Join(", ", person.Spans)}; {string.Join(", ", person.Deliveries)}; {string.Join(", ", person.Forecasts)}; {string.Join(", ", person.Relations)}; {string.Join(", ", person.Homes)}";
}
