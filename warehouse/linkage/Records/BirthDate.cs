using System.Globalization;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Birth dates as numbers yyyymmdd, with month or day 00 where only the year (and month) is known.</summary>
public static class BirthDate
{
    /// <summary>Reads ISO, YYYYMMDD (a time may follow), YYYY, YYYY-MM, and month/day/year with slashes.</summary>
    /// <returns>0 where there is no date.</returns>
    public static int Read(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return 0;
        Span<int> parts = stackalloc int[3];
        Span<int> widths = stackalloc int[3];
        var n = -1;
        var inNumber = false;
        foreach (var c in raw.AsSpan().Trim())
        {
            if (char.IsAsciiDigit(c))
            {
                if (!inNumber)
                {
                    if (++n == 3) { n = 2; break; }
                    inNumber = true;
                }
                if (widths[n] < 8) { parts[n] = parts[n] * 10 + (c - '0'); widths[n]++; }
            }
            else if (c is 'T' or ':' && n >= 2) break;
            else inNumber = false;
        }
        var count = n + 1;
        if (count == 0) return 0;
        // Eight digits that are no date are kept: a slip of one digit can still be told from another birth date.
        if (widths[0] == 8) return parts[0] / 10000 < 1 ? 0 : parts[0] % 10000 == 0 ? parts[0] : Of(parts[0] / 10000, parts[0] / 100 % 100, parts[0] % 100) is var whole && whole % 100 != 0 ? whole : parts[0] % 100 == 0 ? whole : parts[0];
        if (widths[0] == 6 && count == 1) return Of(parts[0] / 100, parts[0] % 100, 0);
        if (widths[0] == 4) return Of(parts[0], count > 1 ? parts[1] : 0, count > 2 ? parts[2] : 0);
        return count == 3 && widths[2] == 4 ? parts[0] > 12 ? Of(parts[2], parts[1], parts[0]) : Of(parts[2], parts[0], parts[1]) : 0;
    }

    /// <summary>A calendar date as a number.</summary>
    public static int Of(DateOnly date) => date.Year * 10000 + date.Month * 100 + date.Day;

    // A month that cannot be leaves the year; a day that cannot be leaves the month.
    static int Of(int year, int month, int day)
    {
        if (year is < 1 or > 9999) return 0;
        if (month is < 1 or > 12) return year * 10000;
        return day < 1 || day > DateTime.DaysInMonth(year, month) ? year * 10000 + month * 100 : year * 10000 + month * 100 + day;
    }

    /// <summary>Whether the day is known.</summary>
    public static bool IsWhole(int date) => date % 100 != 0;

    /// <summary>ISO text of a whole date.</summary>
    public static string Text(int date) => string.Create(CultureInfo.InvariantCulture, $"{date / 10000:0000}-{date / 100 % 100:00}-{date % 100:00}");

    /// <summary>Day number of a whole date, for distances in days; 0 where it is no day of the calendar.</summary>
    public static int DayNumber(int date) => IsReal(date) ? new DateOnly(date / 10000, date / 100 % 100, date % 100).DayNumber : 0;

    /// <summary>Whether the number is a day of the calendar.</summary>
    public static bool IsReal(int date) => Of(date / 10000, date / 100 % 100, date % 100) == date && IsWhole(date);

    /// <summary>The same date with day and month exchanged; 0 where that is no date.</summary>
    public static int Swapped(int date)
    {
        var (year, month, day) = (date / 10000, date / 100 % 100, date % 100);
        return day is >= 1 and <= 12 && month >= 1 ? year * 10000 + day * 100 + month : 0;
    }

    /// <summary>Whether two whole dates differ by one digit or by two neighbouring digits exchanged.</summary>
    public static bool OneEdit(int a, int b)
    {
        if (a == b) return false;
        int differing = 0, at = -1, where = 0, x = a, y = b;
        for (var i = 0; i < 8; i++, x /= 10, y /= 10)
            if (x % 10 != y % 10)
            {
                differing++;
                if (differing == 1) at = i;
                where = i;
            }
        if (differing == 1) return true;
        if (differing != 2 || where != at + 1) return false;
        var p = (int)Math.Pow(10, at);
        return a / p % 10 == b / p / 10 % 10 && a / p / 10 % 10 == b / p % 10;
    }

    /// <summary>Number of digits that differ, 0 to 8.</summary>
    public static int DigitsApart(int a, int b)
    {
        var differing = 0;
        for (var i = 0; i < 8; i++, a /= 10, b /= 10)
            if (a % 10 != b % 10) differing++;
        return differing;
    }
}
