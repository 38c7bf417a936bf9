namespace RegistryAnalytics.Tests.Warehouse.Measures;

/// <summary>Adult, prenatal, practice and rule-comparing measures agree, row by row, with slow versions; more persons with REGISTRY_TEST_DEEP=1.</summary>
[Trait("kind", "sql")]
public class OtherOracleTests
{
    [Theory]
    [InlineData(2023, false)]
    [InlineData(2024, true)]
    [InlineData(2025, true)]
    [InlineData(2026, false)]
    public void Adult_status_agrees_with_the_slow_version(int year, bool withRoster) => OracleRun.Agrees("ais", year, withRoster,
        (random, key) => AdultOracle.Make(random, key, year), person => AdultOracle.Status(person, year, withRoster));

    [Theory]
    [InlineData(2025, true)]
    [InlineData(2026, false)]
    public void Adult_status_of_MIPS_agrees_with_the_slow_version(int year, bool withRoster) => OracleRun.Agrees("ais", year, withRoster,
        (random, key) => AdultOracle.Make(random, key, year), person => AdultOracle.Status(person, year, withRoster, isMips: true), few: 1_000, version: "mips_493");

    [Theory]
    [InlineData(2025, true)]
    [InlineData(2026, false)]
    public void Prenatal_status_agrees_with_the_slow_version(int year, bool withRoster) => OracleRun.Agrees("prs", year, withRoster,
        (random, key) => PrenatalOracle.Make(random, key, year), person => PrenatalOracle.Rows(person, year, withRoster));

    [Fact]
    public void Influenza_seasons_agree_with_the_slow_version() => OracleRun.Agrees("influenza_season", 2025, false,
        (random, key) => AdultOracle.Make(random, key, 2025), person => AdultOracle.Season(person, 2025));

    [Fact]
    public void Formulas_agree_with_the_slow_version() => OracleRun.Agrees("covid_19", 2025, false,
        (random, key) => AdultOracle.MakeCovid(random, key), person => AdultOracle.Formulas(person, new DateOnly(2025, 10, 31)), new DateOnly(2025, 10, 31));

    [Fact]
    public void Participation_agrees_with_the_slow_version() => OracleRun.Agrees("participation", 2025, false,
        (random, key) => AdultOracle.Make(random, key, 2025), person => AdultOracle.Participation(person, new DateOnly(2025, 6, 30)), new DateOnly(2025, 6, 30));

    [Fact]
    public void The_three_HPV_rules_agree_with_the_slow_version() => OracleRun.Agrees("hpv_rules", 2025, false,
        (random, key) => RulesOracle.Adolescent(random, key, new DateOnly(2025, 3, 1)), person => RulesOracle.Hpv(person, new DateOnly(2025, 3, 1)), new DateOnly(2025, 3, 1));

    [Fact]
    public void The_survey_of_adolescents_agrees_with_the_slow_version() => OracleRun.Agrees("nis_teen", 2025, false,
        (random, key) => RulesOracle.Surveyed(random, key, new DateOnly(2026, 2, 28)), person => RulesOracle.Teen(person, new DateOnly(2026, 2, 28)), new DateOnly(2026, 2, 28));

    [Fact]
    public void The_birth_dose_agrees_with_the_slow_version() => OracleRun.Agrees("hepb_birth_dose", 2025, false,
        (random, key) => RulesOracle.Newborn(random, key, 2025), person => RulesOracle.BirthDose(person, 2025, new DateOnly(2025, 12, 31)));

    [Theory]
    [InlineData("practice_childhood")]
    [InlineData("practice_adolescent")]
    public void Practice_assessment_agrees_with_the_slow_version(string measure)
    {
        var on = new DateOnly(2025, 6, 30);
        var isChild = measure == "practice_childhood";
        OracleRun.Agrees(measure, 2025, false, (random, key) => PracticeOracle.Make(random, key, on, isChild), person => PracticeOracle.Rows(person, on, isChild).Select(row => row.Row), on);
    }
}
