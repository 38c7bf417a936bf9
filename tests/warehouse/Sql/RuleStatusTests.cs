using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Rules are rows that a program can change, with how sure they are, by which source, and the day on which somebody last looked.</summary>
[Trait("kind", "sql")]
public class RuleStatusTests
{
    static readonly string[] Statuses = ["to_be_confirmed", "confirmed", "secondary", "program_choice"];

    [Fact]
    public void Every_rule_that_is_to_be_confirmed_is_held_by_rows_of_a_code_table()
    {
        using var fixture = new MeasureFixture();
        var rules = fixture.Connection.QueryRows("select rule, table_name, key_column, key, status, looked_at, source from code_rule_status");
        Assert.True(rules.Count > 15);
        foreach (var rule in rules)
        {
            var held = fixture.Connection.QueryScalar<long>($"select count(*) from code_{rule[1]} where {rule[2]} = $1", (string)rule[3]!);
            Assert.True(held > 0, $"'{rule[0]}': no row of {rule[1]} has {rule[2]} = {rule[3]}.");
            IsLookedAt((string)rule[0]!, (string?)rule[4], (string?)rule[5], (string?)rule[6]);
        }
    }

    [Fact]
    public void Every_program_parameter_has_a_status_and_is_read_by_a_model()
    {
        using var fixture = new MeasureFixture();
        var models = ModelGraph.Load(Content.Folder);
        foreach (var row in fixture.Connection.QueryRows("select name, value, status, looked_at, source from code_program_parameter"))
        {
            IsLookedAt((string)row[0]!, (string?)row[2], (string?)row[3], (string?)row[4]);
            Assert.True(int.TryParse((string?)row[1], NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{row[0]} is {row[1]}, not a whole number.");
            Assert.True(models.Any(model => model.Sql.Contains($"'{row[0]}'", StringComparison.Ordinal)), $"No model reads {row[0]}.");
        }
    }

    [Fact]
    public void Another_value_of_a_program_parameter_changes_the_measure()
    {
        using var fixture = new MeasureFixture();
        fixture.SetPeriod(new DateOnly(2025, 12, 31), new DateOnly(2025, 12, 31));
        fixture.Give([
            new DrawnTable("dim_person", ["person", "birth_date"], [["a", "2012-06-01"]]),
            new DrawnTable("fct_dose", ["person", "admin_date", "cvx"], [["a", "2024-06-01", "115"], ["a", "2025-02-01", "165"]]),
        ]);
        Assert.Equal("2025-02-01", Assert.Single(fixture.Run("participation"))["evidence"]);
        fixture.Give([new DrawnTable("code_program_parameter", ["name", "value"], [["adolescent_doses", "3"]])]);
        Assert.Equal("", Assert.Single(fixture.Run("participation"))["evidence"]);
    }

    [Fact]
    public void Every_code_table_says_where_it_comes_from_and_when_it_was_read()
    {
        using var fixture = new MeasureFixture();
        var told = fixture.Connection.QueryRows("select file, read_date from code_sources").ToDictionary(row => (string)row[0]!, row => (string?)row[1]);
        foreach (var file in Directory.GetFiles(Content.Codes, "*.csv").Select(file => Path.GetFileName(file)).Where(file => file != "sources.csv"))
        {
            Assert.True(told.TryGetValue(file, out var read), $"{file} is not in sources.csv.");
            Assert.True(DateOnly.TryParseExact(read, "yyyy-MM-dd", out _), $"sources.csv: {file} was read on '{read}'.");
        }
    }

    [Theory]
    [InlineData("confirmed", "", false)]
    [InlineData("secondary", "", false)]
    [InlineData("program_choice", "", false)]
    [InlineData("to_be_confirmed", "", true)]
    [InlineData("confirmed", "MMWR 69(50)", true)]
    [InlineData("sure", "MMWR 69(50)", false)]
    public void A_rule_is_called_sure_only_with_its_source(string status, string source, bool isRight)
    {
        void looked() => IsLookedAt("a rule", status, "2026-11-22", source);
        if (isRight) looked();
        else Assert.ThrowsAny<Xunit.Sdk.XunitException>(looked);
    }

    [Fact]
    public void A_parameter_that_a_rule_names_has_the_status_of_the_rule()
    {
        using var fixture = new MeasureFixture();
        var other = fixture.Connection.QueryRows("""
            select rule.rule, rule.status, parameter.status from code_rule_status as rule
            join code_program_parameter as parameter on rule.table_name = 'program_parameter' and rule.key = parameter.name
            where rule.status <> parameter.status
            """);
        Assert.True(other.Count == 0, string.Join("; ", other.Select(row => $"{row[0]}: {row[1]}, its parameter {row[2]}")));
    }

    [Fact]
    public void Vaccines_by_group_are_those_of_the_CDC_groups()
    {
        using var fixture = new MeasureFixture();
        string cvx(string query) => fixture.Connection.QueryScalar<string>($"select string_agg(distinct cvx, ' ' order by cvx) from ({query})")!;
        Assert.Equal(cvx("select cvx from code_cvx_group where vaccine_group = 'HPV'"), cvx("select code as cvx from code_value_set where value_set = 'hpv'"));
        // Of the vaccines that count as ACWY every one is in the group, but for the one of unknown serogroups, which has no group.
        Assert.Equal("167", cvx("select code as cvx from code_value_set where value_set = 'meningococcal_acwy' and code not in (select cvx from code_cvx_group where vaccine_group = 'MENING')"));
        Assert.Equal("162 163", cvx("select cvx from code_cvx_group where cvx in ('162', '163') and vaccine_group = 'MeningB' and cvx not in (select code from code_value_set where value_set = 'meningococcal_acwy')"));
    }

    [Fact]
    public void Influenza_vaccine_that_the_schedule_contraindicates_in_pregnancy_is_no_prenatal_vaccine()
    {
        var lines = File.ReadAllLines(Path.Combine(ScheduleLibrary.BuiltInFolder, "4.64", "antigens", "influenza.txt"));
        var listed = lines[Array.FindIndex(lines, line => line.Trim() == "vaccine-contraindicated: 007") + 1].Trim();
        Assert.StartsWith("vaccine: ", listed);
        using var fixture = new MeasureFixture();
        fixture.SetPeriod(new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31));
        var counted = fixture.Connection.QueryRows(Model.Parse("value_set_cvx", Layer.Measures, File.ReadAllText(Path.Combine(Content.Folder, "models", "measures", "value_set_cvx.sql"))).Sql)
            .Select(row => ((string)row[0]!, (string)row[1]!)).ToHashSet();
        foreach (var cvx in listed["vaccine: ".Length..].Split(", "))
        {
            Assert.DoesNotContain(("influenza_prenatal", cvx), counted);
            Assert.Contains(("influenza_adult", cvx), counted);
        }
        Assert.Contains(("influenza_prenatal", "150"), counted);
    }

    static void IsLookedAt(string what, string? status, string? day, string? source)
    {
        Assert.True(Statuses.Contains(status), $"{what}: the status is '{status}'; it is one of {string.Join(", ", Statuses)}.");
        Assert.True(DateOnly.TryParseExact(day, "yyyy-MM-dd", out _), $"{what}: looked at on '{day}', which is no date.");
        Assert.True(status == "to_be_confirmed" || !string.IsNullOrEmpty(source), $"{what} is called {status} and names no source.");
    }
}
