namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Childhood, adolescent and enrolment measures agree, row by row, with slow versions; more persons with REGISTRY_TEST_DEEP=1.</summary>
[Trait("kind", "sql")]
public class MeasureOracleTests
{
    internal static readonly string[] Childhood =
    [
        "20", "106", "110", "120", "146", "10", "89", "03", "94", "17", "49", "48", "51", "148", "08", "45", "44", "21", "133", "216", "215", "152", "109",
        "83", "85", "119", "116", "122", "119", "140", "141", "158", "161", "149", "111", "01", "130", "28", "02", "198",
    ];

    internal static readonly string[] Adolescent = ["114", "136", "147", "203", "316", "115", "62", "137", "165", "165", "162", "113"];

    [Theory]
    [InlineData(2023, false)]
    [InlineData(2024, true)]
    [InlineData(2025, true)]
    [InlineData(2026, false)]
    public void Childhood_status_agrees_with_the_slow_version(int year, bool withRoster) => OracleRun.Agrees("cis", year, withRoster,
        (random, key) => GivenPerson.Make(random, key, year, 2, Childhood), person => HedisOracle.Childhood(person, year, withRoster), few: 2_000);

    [Theory]
    [InlineData(2025, false)]
    [InlineData(2026, true)]
    public void Electronic_childhood_status_agrees_with_the_slow_version(int year, bool withEncounters) => OracleRun.Agrees("cms117", year, false,
        (random, key) => Cms117Oracle.Make(random, key, year, Childhood, withEncounters), person => Cms117Oracle.Rows(person, year, withEncounters), few: 2_000);

    [Theory]
    [InlineData(2023, false)]
    [InlineData(2024, true)]
    [InlineData(2025, false)]
    [InlineData(2026, true)]
    public void Adolescent_status_agrees_with_the_slow_version(int year, bool withRoster) => OracleRun.Agrees("ima", year, withRoster,
        (random, key) => GivenPerson.Make(random, key, year, 13, Adolescent), person => HedisOracle.Adolescent(person, year, withRoster), few: 2_000);

    [Theory]
    [InlineData(2025, false)]
    [InlineData(2026, true)]
    public void Adolescent_status_of_MIPS_agrees_with_the_slow_version(int year, bool withRoster) => OracleRun.Agrees("ima", year, withRoster,
        (random, key) => GivenPerson.Make(random, key, year, 13, Adolescent), person => HedisOracle.Adolescent(person, year, withRoster, isMips: true), few: 1_000, version: "mips_394");

    [Theory]
    [InlineData(2024)]
    [InlineData(2026)]
    public void Enrolment_agrees_with_the_slow_version(int year)
    {
        var on = new DateOnly(year - 2, 6, 30);
        OracleRun.Agrees("fully_operational", year, false,
            (random, key) => GivenPerson.Make(random, key, year, 2, Childhood) with { Told = random.Next(3) > 0 ? on.AddDays(random.Next(-1, 2)) : on.AddDays(random.Next(-900, 400)) }, person => EnrolmentOracle.Rows(person, on), on, few: 2_000);
    }
}
