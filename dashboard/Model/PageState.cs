using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace RegistryAnalytics.Dashboard.Model;

/// <summary>What a page shows, as its URL says it: every view can be pasted into a mail.</summary>
/// <param name="Measure">A measure (<c>cis</c>) or one of its indicators (<c>cis.combo_10</c>).</param>
/// <param name="Period">A period of the measure; the newest when absent.</param>
/// <param name="By">The grouping; <c>county</c> when absent.</param>
/// <param name="County">The county in focus, five digits.</param>
public sealed partial record PageState(
    string? Measure = null, string? Period = null, string? By = null, string? County = null)
{
    /// <summary>Reads the query string. A value that could not be a name is treated as absent.</summary>
    public static PageState Read(IQueryCollection query) =>
        new(Name(query, "measure"), Name(query, "period"), Name(query, "by"), Name(query, "county"));

    /// <summary>The same view as a relative URL, parts in one order and absent ones left out.</summary>
    public string Url(string anchor = "")
    {
        (string Key, string? Value)[] parts =
            [("measure", Measure), ("period", Period), ("by", By), ("county", County)];
        var query = string.Join('&', parts.Where(part => part.Value is not null)
            .Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
        return (query.Length == 0 ? "/" : "/?" + query) + anchor;
    }

    private static string? Name(IQueryCollection query, string key)
    {
        var value = query[key].ToString();
        return NamePattern().IsMatch(value) ? value : null;
    }

    [GeneratedRegex("^[A-Za-z0-9_.:/ -]{1,64}$")]
    private static partial Regex NamePattern();
}
