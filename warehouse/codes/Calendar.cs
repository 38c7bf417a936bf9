namespace RegistryAnalytics.Codes;

/// <summary>What both calendar conventions share.</summary>
static class Calendar
{
    internal static (int Year, int Month) Shift(DateOnly date, int months)
    {
        var total = checked(date.Year * 12 + date.Month - 1 + months);
        var year = Math.DivRem(total, 12, out var month0);
        if (total < 12 || year > 9999)
            throw new ArgumentOutOfRangeException(nameof(months), months, $"Adding months to {date:yyyy-MM-dd} leaves years 1 to 9999.");
        return (year, month0 + 1);
    }
}
