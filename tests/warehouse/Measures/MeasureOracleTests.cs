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
        Fill(fixture, persons, withRoster);

        var got = fixture.Rows(measure).ToDictionary(row => (row.Indicator, row.Unit));
        var expected = persons.SelectMany(slow).ToList();
        Assert.True(expected.Count(row => row.Evidence is not null) > Count / 20, "the made-up persons hardly ever meet the measure");
        foreach (var row in expected)
        {
            var place = $"{measure} {year}: unit {row.Unit}, {row.Indicator}";
            Assert.True(got.Remove((row.Indicator, row.Unit), out var found), $"{place}: no row.");
            Assert.True(found == row, $"{place}: the model says {found}, the slow version {row}: {persons[row.Unit - 1]}");
        }
        Assert.True(got.Count == 0, $"{measure} {year}: {got.Count} rows too many, such as {got.Keys.FirstOrDefault()}.");
    }

    static void Fill(MeasureFixture fixture, GivenPerson[] persons, bool withRoster)
    {
        using (var to = fixture.Connection.Appender(null, "dim_person", "person_key", "birth_date", "is_deceased", "death_date", "is_opted_out", "county_fips"))
        {
            foreach (var person in persons)
                if (person.IsKnown || !withRoster)
                    to.Append(person.Key).Append(person.Birth).Append(person.IsDeceased).Append(person.Death).Append(person.IsOptedOut).Append(person.County).EndRow();
            to.Close();
        }
        long key = 0;
        using (var to = fixture.Connection.Appender(null, "fct_dose", "dose_key", "person_key", "admin_date", "cvx", "is_completed"))
        {
            foreach (var person in persons)
                foreach (var dose in person.Doses)
                    to.Append(++key).Append(person.Key).Append(dose.Day).Append(dose.Cvx).Append(dose.IsCompleted).EndRow();
            to.Close();
        }
        key = 0;
        using (var to = fixture.Connection.Appender(null, "fct_dose_evaluation", "dose_key", "person_key", "admin_date", "antigen", "status"))
        {
            foreach (var person in persons)
                foreach (var dose in person.Doses)
                {
                    key++;
                    if (dose.IsCompleted) to.Append(key).Append(person.Key).Append(dose.Day).Append("Measles").Append(dose.IsValid ? "Valid" : "Extraneous").EndRow();
                }
            to.Close();
        }
        using (var to = fixture.Connection.Appender(null, "fct_observation", "person_key", "code", "observed_date"))
        {
            foreach (var person in persons)
                foreach (var finding in person.Findings)
                    to.Append(person.Key).Append(finding.Code).Append(finding.Day).EndRow();
            to.Close();
        }
        if (!withRoster) return;
        using (var to = fixture.Connection.Appender(null, "fct_plan_enrollment", "member_key", "birth_date", "from_date", "to_date", "person_key"))
        {
            foreach (var person in persons)
                foreach (var span in person.Spans)
                    to.Append(person.Key).Append(person.Birth).Append(span.From).Append(span.To).Append(person.IsKnown ? person.Key : null).EndRow();
            to.Close();
        }
    }
}
