using System.Globalization;

namespace RegistryAnalytics.Tests.Evaluation;

/// <summary>One published case: a history and what is expected of it.</summary>
/// <param name="Group">The schedule's name of the vaccine group that the forecast is about.</param>
/// <param name="Status">The specification's word, for example <c>Not Complete</c>.</param>
public sealed record PublishedCase(
    string Suite, string Id, string Group, DateOnly Born, string Sex, DateOnly AsOf, IReadOnlyList<CaseObservation> Observations, string Status,
    int? Number, DateOnly? Earliest, DateOnly? Recommended, DateOnly? PastDue, IReadOnlyList<CaseDose> Doses)
{
    public override string ToString() => Id;
}

public sealed record CaseObservation(string Code, DateOnly? Date);

/// <param name="Status">Valid, Not Valid or Extraneous.</param>
/// <param name="Reason">One of the words of <see cref="PublishedCases.Reasons"/>; null: none given.</param>
/// <param name="SeriesType">Standard or Risk; null: not said.</param>
public sealed record CaseDose(int Number, DateOnly Date, string Cvx, string? Mvx, string Status, string? Reason, string? SeriesType);

/// <summary>Reads the published cases' facts in <c>cases/*.tsv</c>; their layout is told in each file's first lines.</summary>
public static class PublishedCases
{
    public static readonly IReadOnlyList<string> Reasons =
        ["too-young", "too-soon", "inadvertent", "series-complete", "too-old", "live-virus-conflict", "not-preferable-or-allowable"];

    public static IReadOnlyList<PublishedCase> Healthy { get; } = Read("healthy", "healthy-4.45.tsv");

    public static IReadOnlyList<PublishedCase> UnderlyingConditions { get; } = Read("underlying-conditions", "underlying-conditions-4.6.tsv");

    static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", file)).Where(l => !l.StartsWith('#')).Skip(1).Select(l => l.Split('\t'));

    static List<PublishedCase> Read(string suite, string file)
    {
        var groups = Rows("labels.tsv").ToDictionary(r => r[0], r => r[1]);
        return Rows(file).Select(r => new PublishedCase(
            suite, r[0], groups.GetValueOrDefault(r[1], r[1]), Day(r[2]), r[3], Day(r[4]),
            List(r[5]).Select(o => o.Split('@')).Select(o => new CaseObservation(o[0], o.Length > 1 ? Day(o[1]) : null)).ToList(),
            Words(r[6]),
            r[7] == "" ? null : int.Parse(r[7], CultureInfo.InvariantCulture), Maybe(r[8]), Maybe(r[9]), Maybe(r[10]),
            List(r[11]).Select((d, i) => Dose(i + 1, d.Split(' '))).ToList())).ToList();
    }

    static CaseDose Dose(int number, string[] parts)
    {
        var vaccine = parts[1].Split('/');
        var outcome = parts[2].Split(':');
        return new CaseDose(number, Day(parts[0]), vaccine[0], vaccine.ElementAtOrDefault(1), Words(outcome[0]), outcome.ElementAtOrDefault(1),
            parts.Length > 3 ? Words(parts[3]) : null);
    }

    static string[] List(string cell) => cell.Split("; ", StringSplitOptions.RemoveEmptyEntries);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static DateOnly? Maybe(string text) => text == "" ? null : Day(text);

    /// <summary>not-complete is Not Complete.</summary>
    static string Words(string hyphenated) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(hyphenated.Replace('-', ' '));
}
