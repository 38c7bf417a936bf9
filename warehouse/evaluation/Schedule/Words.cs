using System.Globalization;
using System.Text.RegularExpressions;

namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>How the members of enumerations are written in schedule files: lower-case words joined by hyphens.</summary>
static partial class Words
{
    internal static string Of<T>(T value) where T : struct, Enum =>
        Boundary().Replace(value.ToString(), "-").ToLowerInvariant();

    internal static IEnumerable<string> All<T>() where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    internal static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            value = candidate;
            if (Of(candidate) == text)
                return true;
        }
        value = default;
        return false;
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}

/// <summary>Dates in schedule files: ISO, year-month-day.</summary>
static class ScheduleDate
{
    internal static bool TryParse(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    internal static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
