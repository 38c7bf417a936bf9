using System.Runtime.InteropServices;

namespace RegistryAnalytics.DuckDb;

/// <summary>DuckDB's day and microsecond numbers. Both count from 1970-01-01; DATE columns hold <c>int</c>, TIMESTAMP <c>long</c>.</summary>
public static class DuckDbTime
{
    static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Days since 1970-01-01.</summary>
    public static int Days(DateOnly date) => date.DayNumber - EpochDay;

    /// <summary>The date of a day number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside years 1 to 9999, or DuckDB's infinity.</exception>
    public static DateOnly Date(int days)
    {
        var day = (long)days + EpochDay;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)day)
            : throw new ArgumentOutOfRangeException(nameof(days), days, "A DATE outside the years 1 to 9999 has no DateOnly; clamp it in the SQL.");
    }

    /// <summary>Microseconds since 1970-01-01T00:00Z; finer parts are cut off.</summary>
    /// <exception cref="ArgumentException">The time is not UTC.</exception>
    public static long Microseconds(DateTime instant)
    {
        if (instant.Kind != DateTimeKind.Utc)
            throw new ArgumentException("Instants are stored as UTC: convert with ToUniversalTime or DateTime.SpecifyKind first.", nameof(instant));
        return Math.DivRem(instant.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond) is var (whole, rest) && rest < 0 ? whole - 1 : whole;
    }

    /// <summary>The UTC instant of a microsecond number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside years 1 to 9999, or DuckDB's infinity.</exception>
    public static DateTime Instant(long microseconds)
    {
        var ticks = (Int128)microseconds * TimeSpan.TicksPerMicrosecond + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, DateTimeKind.Utc)
            : throw new ArgumentOutOfRangeException(nameof(microseconds), microseconds, "A TIMESTAMP outside the years 1 to 9999 has no DateTime; clamp it in the SQL.");
    }
}

/// <summary>DuckDB's INTERVAL: the three parts are kept apart, since a month has no fixed number of days.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds);

/// <summary>Where a row's items lie in the child column of a LIST.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbListEntry(ulong Offset, ulong Length);
