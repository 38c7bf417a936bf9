using RegistryAnalytics.Evaluation.Schedule;

namespace RegistryAnalytics.Evaluation.Days;

/// <summary>A schedule period made ready for arithmetic: whole calendar months, then days. May be absent.</summary>
/// <param name="Months">Years and months together; <see cref="int.MinValue"/> marks an absent period.</param>
/// <param name="Days">Weeks and days together, added after the months.</param>
readonly record struct Offset(int Months, int Days)
{
    internal static Offset Absent => new(int.MinValue, 0);

    internal bool IsPresent => Months != int.MinValue;

    internal static Offset From(Period? period) =>
        period is { } given ? new Offset(given.TotalMonths, given.TotalDays) : Absent;
}
