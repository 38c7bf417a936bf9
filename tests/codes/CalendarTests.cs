using FsCheck;
using FsCheck.Fluent;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Tests.Codes;

public class CalendarTests
{
    [Theory]
    [InlineData("2025-03-31", 6, "2025-10-01")]
    [InlineData("2025-08-31", 6, "2026-03-01")]
    [InlineData("2024-02-29", 12, "2025-03-01")]
    [InlineData("2024-02-29", 48, "2028-02-29")]
    [InlineData("2025-01-31", 1, "2025-03-01")]
    [InlineData("2025-12-31", 2, "2026-03-01")]
    [InlineData("2025-03-31", -1, "2025-03-01")]
    public void A_day_that_does_not_exist_moves_to_the_first_of_the_next_month_for_evaluation(string from, int months, string to) =>
        Assert.Equal(DateOnly.Parse(to), CdsiCalendar.AddMonths(DateOnly.Parse(from), months));

    [Theory]
    [InlineData("2025-03-31", 6, "2025-09-30")]
    [InlineData("2024-02-29", 12, "2025-02-28")]
    [InlineData("2024-02-29", 48, "2028-02-29")]
    [InlineData("2025-01-31", 1, "2025-02-28")]
    public void A_day_that_does_not_exist_moves_to_the_last_of_the_month_for_measures(string from, int months, string to) =>
        Assert.Equal(DateOnly.Parse(to), CqlCalendar.AddMonths(DateOnly.Parse(from), months));

    [Fact]
    public void A_leap_day_child_turns_two_on_28_February_by_CQL_and_on_1_March_by_CDSi()
    {
        var born = new DateOnly(2024, 2, 29);
        Assert.Equal(new DateOnly(2026, 2, 28), CqlCalendar.Birthday(born, 2));
        Assert.Equal(24, CqlCalendar.AgeInMonths(born, new DateOnly(2026, 2, 28)));
        Assert.Equal(23, CdsiCalendar.AgeInMonths(born, new DateOnly(2026, 2, 28)));
        Assert.Equal(24, CdsiCalendar.AgeInMonths(born, new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public void Age_in_months_is_the_number_of_month_anniversaries_reached() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(0, 40_000).ToArbitrary(), Gen.Choose(0, 9_000).ToArbitrary(), (bornDay, lived) =>
        {
            var born = new DateOnly(1900, 1, 1).AddDays(bornDay);
            var on = born.AddDays(lived);
            return CountedOut(born, on, CdsiCalendar.AddMonths) == CdsiCalendar.AgeInMonths(born, on)
                && CountedOut(born, on, CqlCalendar.AddMonths) == CqlCalendar.AgeInMonths(born, on);
        }));

    [Fact]
    public void The_two_conventions_differ_only_where_the_day_does_not_exist() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(0, 80_000).ToArbitrary(), Gen.Choose(-1200, 1200).ToArbitrary(), (day, months) =>
        {
            var date = new DateOnly(2000, 1, 1).AddDays(day);
            var cdsi = CdsiCalendar.AddMonths(date, months);
            var cql = CqlCalendar.AddMonths(date, months);
            return cql.Day == date.Day ? cdsi == cql : cdsi == cql.AddDays(1) && cdsi.Day == 1;
        }));

    [Fact]
    public void A_day_before_birth_has_no_age()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CdsiCalendar.AgeInMonths(new DateOnly(2025, 1, 2), new DateOnly(2025, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CqlCalendar.AddMonths(new DateOnly(9999, 12, 1), 1));
    }

    static int CountedOut(DateOnly born, DateOnly on, Func<DateOnly, int, DateOnly> add)
    {
        var months = 0;
        while (add(born, months + 1) <= on) months++;
        return months;
    }
}
