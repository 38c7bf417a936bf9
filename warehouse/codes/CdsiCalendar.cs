namespace RegistryAnalytics.Codes;

/// <summary>Calendar arithmetic as the CDSi logic specification counts it: for evaluation and forecast only.</summary>
/// <remarks>
/// Source: CDSi Logic Specification 4.6, table 3-6 (CALCDT-5): a day that does not exist moves to the first of the next
/// month. HEDIS and eCQM birthdays use <see cref="CqlCalendar"/>. Tests: tests/codes/CalendarTests.cs.
/// </remarks>
public static class CdsiCalendar
{
    /// <summary>The date a number of calendar months after (or, negative, before) a date.</summary>
    /// <param name="date">The date counted from.</param>
    /// <param name="months">Whole calendar months; a year is 12.</param>
    /// <returns>31 March + 6 months is 1 October; 29 February + 12 months is 1 March.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The result lies outside years 1 to 9999.</exception>
    public static DateOnly AddMonths(DateOnly date, int months)
    {
        var (year, month) = Calendar.Shift(date, months);
        return date.Day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, date.Day)
            : new DateOnly(year, month, 1).AddMonths(1);
    }

    /// <summary>Age in whole calendar months on a day.</summary>
    /// <returns>0 or more: the number of month anniversaries, as <see cref="AddMonths"/> dates them, reached by that day.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The day is before birth.</exception>
    public static int AgeInMonths(DateOnly born, DateOnly on)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(on, born);
        var months = (on.Year - born.Year) * 12 + on.Month - born.Month;
        return AddMonths(born, months) <= on ? months : months - 1;
    }
}
