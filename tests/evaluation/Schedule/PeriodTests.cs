using FsCheck;
using FsCheck.Fluent;
using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Schedule;

public class PeriodTests
{
    [Theory]
    [InlineData("6 months - 4 days", 0, 6, 0, -4)]
    [InlineData("13 years + 4 weeks", 13, 0, 4, 0)]
    [InlineData("46 Years", 46, 0, 0, 0)]
    [InlineData(" 19 years - 4 days", 19, 0, 0, -4)]
    [InlineData("1 years-4 DAY", 1, 0, 0, -4)]
    [InlineData("16 years - 4 months", 16, -4, 0, 0)]
    [InlineData("0 days", 0, 0, 0, 0)]
    [InlineData("+2 weeks", 0, 0, 2, 0)]
    public void Ages_are_read_in_the_forms_the_package_writes(string text, int years, int months, int weeks, int days)
    {
        Assert.True(Period.TryParse(text, out var period));
        Assert.Equal(new Period(years, months, weeks, days), period);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("months")]
    [InlineData("4 fortnights")]
    [InlineData("6 months 4 days")]
    [InlineData("6 months -")]
    [InlineData("6.5 months")]
    [InlineData("6 monthsish")]
    [InlineData("999999 years")]
    public void Anything_else_is_not_an_age(string text) => Assert.False(Period.TryParse(text, out _));

    [Theory]
    [InlineData("2000-08-31", "6 months", "2001-03-01")]
    [InlineData("2000-08-31", "6 months - 4 days", "2001-02-25")]
    [InlineData("2020-02-29", "1 year", "2021-03-01")]
    [InlineData("2020-02-29", "4 years", "2024-02-29")]
    [InlineData("2024-03-31", "6 months", "2024-10-01")]
    [InlineData("2024-01-31", "16 years - 4 months", "2039-10-01")]
    [InlineData("2024-01-30", "1 month + 1 day", "2024-03-02")]
    public void An_impossible_day_moves_before_weeks_and_days_are_added(string date, string period, string expected)
    {
        Assert.True(Period.TryParse(period, out var p));
        Assert.Equal(DateOnly.Parse(expected), p.After(DateOnly.Parse(date)));
    }

    [Fact]
    public void The_written_text_reads_back_to_the_same_period()
    {
        var number = Gen.Choose(-99, 99);
        var periods = from y in number from m in number from w in number from d in number select new Period(y, m, w, d);
        Prop.ForAll(periods.ToArbitrary(), p => Period.TryParse(p.ToString(), out var back) && back == p)
            .Check(Config.QuickThrowOnFailure.WithReplay(2026, 1123));
    }
}
