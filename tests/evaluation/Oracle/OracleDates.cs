using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Oracle;

/// <summary>Date rules of the specification's chapter 3, written without the project's calendar.</summary>
static class OracleDates
{
    internal static readonly DateOnly Beginning = new(1900, 1, 1);
    internal static readonly DateOnly End = new(2999, 12, 31);

    /// <summary>CALCDT-1 to CALCDT-6.</summary>
    internal static DateOnly Plus(this DateOnly date, Period period)
    {
        var year = date.Year + period.Years;
        var month = date.Month + period.Months;
        while (month > 12)
        {
            year++;
            month -= 12;
        }
        while (month < 1)
        {
            year--;
            month += 12;
        }
        // CALCDT-5: a date that is not real moves to the first day of the next month.
        var real = date.Day <= 28 || date.Day <= LastDay(year, month)
            ? new DateOnly(year, month, date.Day)
            : month == 12 ? new DateOnly(year + 1, 1, 1) : new DateOnly(year, month + 1, 1);
        return real.AddDays(7 * period.Weeks).AddDays(period.Days);
    }

    static int LastDay(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>A date counted from another, absent when either is.</summary>
    internal static DateOnly? Plus(this DateOnly? date, Period? period) => date is { } d && period is { } p ? d.Plus(p) : null;

    /// <summary>Table 3-5: RELEVANT-1 with the date administered, RELEVANT-2 with the assessment date.</summary>
    internal static bool IsRelevant(DateOnly anchor, DateOnly? effective, DateOnly? cessation) =>
        (effective ?? Beginning) <= anchor && anchor <= (cessation ?? End);

    /// <summary>begin age date ≤ date &lt; end age date.</summary>
    internal static bool IsInAge(DateOnly born, DateOnly date, Period? begin, Period? end) =>
        (begin is { } b ? born.Plus(b) : Beginning) <= date && date < (end is { } e ? born.Plus(e) : End);

    internal static DateOnly? Latest(IEnumerable<DateOnly?> dates)
    {
        var present = dates.OfType<DateOnly>().ToList();
        return present.Count == 0 ? null : present.Max();
    }

    internal static DateOnly? Earliest(IEnumerable<DateOnly?> dates)
    {
        var present = dates.OfType<DateOnly>().ToList();
        return present.Count == 0 ? null : present.Min();
    }
}
