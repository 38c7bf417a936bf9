namespace RegistryAnalytics.Codes;

/// <summary>Calendar arithmetic as CQL counts it: for HEDIS and eCQM birthdays, never for dose evaluation.</summary>
/// <remarks>
/// Source: CQL 1.5, appendix on date arithmetic: a day that does not exist moves to the last day of the month, so a child
/// born on 29 February has birthdays on 28 February in other years. Tests: tests/codes/CalendarTests.cs.
/// </remarks>
public static class CqlCalendar
{
    /// <summary>The date a number of calendar months after (or, negative, before) a date.</summary>
    /// <param name="date">The date counted from.</param>
    /// <param name="months">Whole calendar months; a year is 12.</param>
    /// <returns>31 March + 6 months is 30 September; 29 February + 12 months is 28 February.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The result lies outside years 1 to 9999.</exception>
    public static DateOnly AddMonths(DateOnly date, int months)
    {
        var (year, month) = Calendar.Shift(date, months);
        return new DateOnly(year, month, Math.Min(date.Day, DateTime.DaysInMonth(year, month)));
    }

    /// <summary>The birthday of a whole number of years of age.</summary>
    /// <param name="born">Date of birth.</param>
    /// <param name="years">Whole years, 0 or more.</param>
    public static DateOnly Birthday(DateOnly born, int years) => AddMonths(born, years * 12);

    /// <summary>Age in whole calendar months on a day.</summary>
    /// <returns>The number of month anniversaries reached by that day; below 0 before birth, −1 in the month before it.</returns>
    public static int AgeInMonths(DateOnly born, DateOnly on)
    {
        var months = (on.Year - born.Year) * 12 + on.Month - born.Month;
        return AddMonths(born, months) <= on ? months : months - 1;
    }
}
