using System.Globalization;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>An age or an interval as the schedule writes it: signed whole years, months, weeks and days.</summary>
/// <remarks>
/// Text is one or more terms joined by + or −, such as <c>6 months - 4 days</c>. <see cref="ToString"/> writes the
/// canonical text, which <see cref="TryParse"/> reads back to an equal value. Tests: tests/evaluation/Schedule/PeriodTests.cs.
/// </remarks>
public readonly record struct Period(int Years, int Months, int Weeks, int Days)
{
    /// <summary>No time at all, written <c>0 days</c>.</summary>
    public static Period Zero => default;

    /// <summary>The calendar part, in whole months.</summary>
    public int TotalMonths => checked(Years * 12 + Months);

    /// <summary>The part that is added after the calendar part, in days.</summary>
    public int TotalDays => checked(Weeks * 7 + Days);

    /// <summary>The date this period after a date: years and months, then an impossible day moves, then weeks and days.</summary>
    /// <returns>31 August + 6 months is 1 March; 31 August + (6 months − 4 days) is four days before that.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The result lies outside years 1 to 9999.</exception>
    /// <remarks>Source: CDSi Logic Specification 4.6, table 3-6, CALCDT-1 to CALCDT-5.</remarks>
    public DateOnly After(DateOnly date) => CdsiCalendar.AddMonths(date, TotalMonths).AddDays(TotalDays);

    /// <summary>Reads the text of an age or interval; case and blanks do not matter.</summary>
    /// <returns>False when a number, sign or unit (year, month, week, day, with or without s) is missing or unknown.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Period period)
    {
        period = default;
        var rest = text.Trim();
        if (rest.IsEmpty)
            return false;
        for (var first = true; !rest.IsEmpty; first = false)
        {
            var sign = rest[0] == '-' ? -1 : 1;
            if (rest[0] is '-' or '+')
                rest = rest[1..].TrimStart();
            else if (!first)
                return false;
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 10_000)
                return false;
            rest = rest[digits..].TrimStart();
            var letters = rest.IndexOfAny(" +-\t");
            var unit = letters < 0 ? rest : rest[..letters];
            if (!Add(ref period, unit, sign * number))
                return false;
            rest = rest[unit.Length..].TrimStart();
        }
        return true;
    }

    static bool Add(ref Period period, ReadOnlySpan<char> unit, int number)
    {
        if (unit is [.. var stem, 's' or 'S'])
            unit = stem;
        const StringComparison ignoreCase = StringComparison.OrdinalIgnoreCase;
        if (unit.Equals("year", ignoreCase)) period = period with { Years = period.Years + number };
        else if (unit.Equals("month", ignoreCase)) period = period with { Months = period.Months + number };
        else if (unit.Equals("week", ignoreCase)) period = period with { Weeks = period.Weeks + number };
        else if (unit.Equals("day", ignoreCase)) period = period with { Days = period.Days + number };
        else return false;
        return true;
    }

    /// <summary>The canonical text: terms that are not zero, largest unit first; <c>0 days</c> when all are zero.</summary>
    public override string ToString()
    {
        var text = "";
        foreach (var (number, unit) in new[] { (Years, "year"), (Months, "month"), (Weeks, "week"), (Days, "day") })
        {
            if (number == 0)
                continue;
            var sign = (text, number) switch { ("", < 0) => "-", ("", _) => "", (_, < 0) => " - ", _ => " + " };
            var size = Math.Abs(number);
            text += string.Create(CultureInfo.InvariantCulture, $"{sign}{size} {unit}{(size == 1 ? "" : "s")}");
        }
        return text == "" ? "0 days" : text;
    }
}
