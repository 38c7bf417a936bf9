using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.Warehouse.Sql;

/// <summary>Days are looked up for as many doses as days_by_bit gives; a rule that asks for more is refused, not met by nobody.</summary>
[Trait("kind", "sql")]
public class RuleLimitTests
{
    static void Fill(int doses)
    {
        using var fixture = new MeasureFixture();
        fixture.SetPeriod(new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31));
        fixture.Connection.Execute($"create table code_measure_rule as select * replace (case when indicator = 'dtap' then '{doses}' else n_doses end as n_doses) from memory.main.code_measure_rule");
        fixture.FillRows("cis");
    }

    [Fact]
    public void The_most_that_are_looked_up_may_be_asked() => Fill(DayAggregates.DaysABit);

    [Theory]
    [InlineData(0)]
    [InlineData(DayAggregates.DaysABit + 1)]
    public void More_or_none_is_refused(int doses)
    {
        var error = Assert.Throws<DuckDbException>(() => Fill(doses));
        Assert.Contains($"measure_rule asks for {doses} doses", error.Message);
    }
}
