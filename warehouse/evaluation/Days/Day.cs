namespace RegistryAnalytics.Evaluation.Days;

/// <summary>Dates inside the engine: the day number of <see cref="DateOnly"/>, with three values that are no date.</summary>
/// <remarks>
/// Sums past the calendar's ends stay at <see cref="First"/> and <see cref="Last"/>, so that no input can make the engine
/// throw. Source: CDSi Logic Specification 4.6, table 3-6. Tests: tests/evaluation/Days/DayTests.cs.
/// </remarks>
static class Day
{
    /// <summary>No date at all: blank in a result.</summary>
    internal const int None = int.MinValue;

    /// <summary>Before every date: where a range has no begin.</summary>
    internal const int Ever = int.MinValue + 1;

    /// <summary>After every date: where a range has no end.</summary>
    internal const int Never = int.MaxValue;

    /// <summary>1 January of year 1.</summary>
    internal const int First = 0;

    /// <summary>31 December 9999.</summary>
    internal static readonly int Last = DateOnly.MaxValue.DayNumber;

    /// <summary>The day an offset after a day (CALCDT-1 to CALCDT-6).</summary>
    /// <param name="day">A date, not one of the three values that are none.</param>
    /// <param name="offset">A present offset.</param>
    /// <returns>31 March + 6 months is 1 October: an impossible day moves to the first of the next month, then days are added.</returns>
    internal static int Add(int day, Offset offset)
    {
        if (offset.Months != 0)
            day = AddMonths(day, offset.Months);
        return Math.Clamp(day + offset.Days, First, Last);
    }

    static int AddMonths(int day, int months)
    {
        DateOnly.FromDayNumber(day).Deconstruct(out var year, out var month, out var dayOfMonth);
        var total = year * 12 + month - 1 + months;
        if (total < 12)
            return First;
        var newYear = total / 12;
        if (newYear > 9999)
            return Last;
        var newMonth = total - newYear * 12 + 1;
        if (dayOfMonth <= 28 || dayOfMonth <= DateTime.DaysInMonth(newYear, newMonth))
            return new DateOnly(newYear, newMonth, dayOfMonth).DayNumber;
        return new DateOnly(newYear, newMonth, DateTime.DaysInMonth(newYear, newMonth)).DayNumber + 1;
    }

    internal static DateOnly? ToDate(int day) =>
        day is None or Ever or Never ? null : DateOnly.FromDayNumber(Math.Clamp(day, First, Last));

    /// <summary>The later of two days, either of which may be <see cref="None"/>.</summary>
    internal static int Later(int a, int b) => Math.Max(a, b);

    /// <summary>The earlier of two days; <see cref="None"/> loses against any date.</summary>
    internal static int Earlier(int a, int b) => a == None ? b : b == None ? a : Math.Min(a, b);
}
