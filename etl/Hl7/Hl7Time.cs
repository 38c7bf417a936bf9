namespace RegistryAnalytics.Etl.Hl7;

/// <summary>How much of a date was sent.</summary>
public enum Precision { None, Year, Month, Day, Hour, Minute, Second }

/// <summary>A date or time of a message: <c>YYYY[MM[DD[HH[MM[SS[.S…]]]]]][+/-ZZZZ]</c>.</summary>
/// <param name="Precision">How much was sent; <see cref="Precision.None"/> where it is no date.</param>
/// <param name="Day">Days since 1970-01-01 of its first day; <see cref="NoDay"/> where it is no date.</param>
/// <param name="MicrosOfDay">Microseconds since midnight as written.</param>
/// <param name="OffsetMinutes">Minutes east of UTC; null where no zone was sent.</param>
public readonly record struct Hl7Time(Precision Precision, int Day, long MicrosOfDay, int? OffsetMinutes)
{
    public const int NoDay = int.MinValue;
    const int Epoch = 719162;

    static readonly Hl7Time bad = new(Precision.None, NoDay, 0, null);

    /// <summary>The day, where a whole date was sent.</summary>
    public int WholeDay => Precision >= Precision.Day ? Day : NoDay;

    /// <summary>Microseconds since 1970 in UTC; a time without zone counts as UTC.</summary>
    public long UtcMicros => Day * 86_400_000_000L + MicrosOfDay - (OffsetMinutes ?? 0) * 60_000_000L;

    /// <summary>Last day of what was sent: of a month its last day.</summary>
    public int LastDay
    {
        get
        {
            if (Precision is Precision.None or >= Precision.Day) return Day;
            var first = DateOnly.FromDayNumber(Day + Epoch);
            var next = Precision == Precision.Year ? first.AddYears(1) : first.AddMonths(1);
            return next.DayNumber - 1 - Epoch;
        }
    }

    /// <summary>Reads a date; also ISO <c>YYYY-MM[-DD]</c>, which flat files use.</summary>
    /// <remarks>Years 1850 to 2199 only: anything else is a slip, and day arithmetic stays in range.</remarks>
    public static Hl7Time Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length == 10 && text[4] == '-' && text[7] == '-')
        {
            Span<byte> plain = stackalloc byte[8];
            text[..4].CopyTo(plain);
            text.Slice(5, 2).CopyTo(plain[4..]);
            text.Slice(8, 2).CopyTo(plain[6..]);
            return Plain(plain);
        }
        if (text.Length == 7 && text[4] == '-')
        {
            Span<byte> month = stackalloc byte[6];
            text[..4].CopyTo(month);
            text.Slice(5, 2).CopyTo(month[4..]);
            return Plain(month);
        }
        return Plain(text);
    }

    static Hl7Time Plain(ReadOnlySpan<byte> text)
    {
        var digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9') digits++;
        if (digits is not (4 or 6 or 8 or 10 or 12 or 14)) return bad;
        var rest = text[digits..];
        long fraction = 0;
        if (!rest.IsEmpty && rest[0] == '.')
        {
            if (digits != 14) return bad;
            var n = 1;
            long unit = 100_000;
            for (; n < rest.Length && rest[n] is >= (byte)'0' and <= (byte)'9'; n++, unit /= 10) fraction += (rest[n] - '0') * unit;
            rest = rest[n..];
        }
        int? offset = null;
        if (!rest.IsEmpty)
        {
            if (rest.Length != 5 || rest[0] is not ((byte)'+' or (byte)'-') || digits < 8) return bad;
            if (!TryNumber(rest[1..3], out var hours) || !TryNumber(rest[3..5], out var minutes) || hours > 14 || minutes > 59) return bad;
            offset = (rest[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
        }
        TryNumber(text[..4], out var year);
        var month = 1;
        var day = 1;
        int hour = 0, minute = 0, second = 0;
        if (digits >= 6) TryNumber(text[4..6], out month);
        if (digits >= 8) TryNumber(text[6..8], out day);
        if (digits >= 10) TryNumber(text[8..10], out hour);
        if (digits >= 12) TryNumber(text[10..12], out minute);
        if (digits == 14) TryNumber(text[12..14], out second);
        if (year is < 1850 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59) return bad;
        return new((Precision)(digits / 2 - 1), DayNumber(year, month, day), ((hour * 60L + minute) * 60 + second) * 1_000_000 + fraction, offset);
    }

    /// <summary>Days from 1970-01-01; the same as DateOnly, without its checks.</summary>
    static int DayNumber(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - Epoch;

    static bool TryNumber(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + b - '0';
        }
        return true;
    }
}
