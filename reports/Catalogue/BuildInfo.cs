using System.Globalization;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Reports.Catalogue;

/// <summary>What the build says of itself, as a report's provenance.</summary>
public static class BuildInfo
{
    public static IReadOnlyDictionary<string, string> Read(DuckDbConnection facts)
    {
        var rows = ReportSql.Rows(facts, "build_info");
        return Enumerable.Range(0, rows.Count).ToDictionary(row => rows.Get<string>(row, "key")!, row => rows.Get<string>(row, "value") ?? "", StringComparer.Ordinal);
    }

    public static Provenance Provenance(DuckDbConnection facts, TimeProvider time)
    {
        var info = Read(facts);
        return new(info.GetValueOrDefault("build_id") ?? "unknown", Day(info, "as_of"), Day(info, "known_by"),
            info.GetValueOrDefault("schedule_version") is { Length: > 0 } schedule ? schedule : null, time.GetUtcNow());
    }

    /// <summary>True where the build says "true" or a number above zero.</summary>
    public static bool Has(DuckDbConnection facts, string key) =>
        Read(facts).GetValueOrDefault(key) is { } value && (value == "true" || (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0));

    static DateOnly? Day(IReadOnlyDictionary<string, string> info, string key) =>
        info.TryGetValue(key, out var text) && text.Length >= 10
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
