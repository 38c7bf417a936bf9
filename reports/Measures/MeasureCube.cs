using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;

namespace RegistryAnalytics.Reports.Measures;

/// <summary>All rates of one measure and period: every report about them is cut from this one cube, so they hide the same cells.</summary>
public sealed record MeasureCube(string Measure, string Period, IReadOnlyList<RateRow> Rows)
{
    /// <summary>Reads the cube and suppresses small cells for the audience: always all of it, so that every report hides the same.</summary>
    /// <param name="threshold">Smallest count above zero that may be shown; 0 hides nothing.</param>
    public static MeasureCube Read(DuckDbConnection facts, string measure, string period, int threshold)
    {
        var found = ReportSql.Rows(facts, "measure_rows", ("measure", measure), ("period", period));
        var names = new MemberNames(facts);
        var rows = Enumerable.Range(0, found.Count).Select(i => (Dimension: found.Get<string>(i, "dimension")!, Member: found.Get<string>(i, "member")!, i)).Select(at => new RateRow(
            found.Get<string>(at.i, "indicator")!, at.Dimension, at.Member, names.Of(at.Dimension, at.Member),
            found.Get<long>(at.i, "n_initial"), found.Get<long>(at.i, "n_excluded"), found.Get<long>(at.i, "n_denominator"), found.Get<long>(at.i, "n_numerator"))).ToArray();
        return new(measure, period, Hide(rows, threshold)
            .OrderBy(row => row.Indicator, StringComparer.Ordinal).ThenBy(row => Array.IndexOf(Dimensions, row.Dimension) is var place and >= 0 ? place : Dimensions.Length)
            .ThenBy(row => row.Dimension, StringComparer.Ordinal).ThenBy(row => row.Label, StringComparer.Ordinal).ThenBy(row => row.Member, StringComparer.Ordinal).ToArray());
    }

    /// <summary>The rows of a cube with their small cells hidden. Rows of nobody are added where their absence would say that a hidden count is zero.</summary>
    static IReadOnlyList<RateRow> Hide(IReadOnlyList<RateRow> rows, int threshold)
    {
        if (threshold <= 1) return rows;
        var hidden = Disclosure.RateDisclosure.Hide([.. rows, .. Missing(rows)], threshold);
        return hidden.Where((row, i) => i < rows.Count || row.Hidden != Hidden.None).ToArray();
    }

    static readonly string[] Dimensions = ["state", "product_line", "county", "sex", "race", "ethnicity", "sender", "practice"];

    /// <summary>Rows of nobody: a member that has none for an indicator. Where its others are hidden, that this one is missing would say that it is zero.</summary>
    static IEnumerable<RateRow> Missing(IReadOnlyList<RateRow> rows)
    {
        var indicators = rows.Select(row => row.Indicator).Distinct().ToArray();
        foreach (var member in rows.GroupBy(row => (row.Dimension, row.Member, row.Label)))
            foreach (var indicator in indicators.Except(member.Select(row => row.Indicator)))
                yield return new(indicator, member.Key.Dimension, member.Key.Member, member.Key.Label, 0, 0, 0, 0);
    }

    public IReadOnlyList<string> Indicators => field ??= Rows.Select(row => row.Indicator).Distinct().OrderBy(IndicatorOrder).ThenBy(indicator => indicator, StringComparer.Ordinal).ToArray();

    public IEnumerable<RateRow> Of(string indicator, string? dimension = null) =>
        Rows.Where(row => row.Indicator == indicator && (dimension is null || row.Dimension == dimension));

    public RateRow? State(string indicator) => Of(indicator, "state").Select(row => (RateRow?)row).FirstOrDefault();

    /// <summary>Periods of a measure, newest first.</summary>
    public static IReadOnlyList<string> Periods(DuckDbConnection facts, string measure)
    {
        var rows = ReportSql.Rows(facts, "measure_periods", ("measure", measure));
        return Enumerable.Range(0, rows.Count).Select(row => rows.Get<string>(row, "period")!).ToArray();
    }

    /// <summary>The period asked for, or the newest; null with the reason in words where the measure was not counted for it.</summary>
    public static string? PeriodOf(ReportRequest request, string measure, out string? problem)
    {
        var periods = Periods(request.Facts, measure);
        problem = periods.Count == 0 ? $"The measure '{measure}' has no figures in this build. Build again, or see `report list` and the data dictionary for measures."
            : request.Text("period") is { } asked && !periods.Contains(asked) ? $"The measure '{measure}' was not counted for {asked}; it was for {string.Join(", ", periods)}." : null;
        return problem is null ? request.Text("period") ?? periods[0] : null;
    }

    /// <summary>Whether the period was not over on the as-of date: those who still have time count as not met.</summary>
    public static bool IsProvisional(DuckDbConnection facts, string measure, string period)
    {
        var rows = ReportSql.Rows(facts, "measure_periods", ("measure", measure));
        return Enumerable.Range(0, rows.Count).Any(row => rows.Get<string>(row, "period") == period && !rows.Get<bool>(row, "is_complete"));
    }

    /// <summary>A period as it is printed: one that is not over says so in words.</summary>
    public static string Named(string period, bool isProvisional) => isProvisional ? $"{period} (provisional)" : period;

    static readonly string[] Order = ["dtap", "ipv", "mmr", "hib", "hepb", "vzv", "var", "pcv", "hepa", "rv", "flu", "influenza"];

    static int IndicatorOrder(string indicator) => Array.IndexOf(Order, indicator) is var place and >= 0 ? place
        : indicator.StartsWith("comb", StringComparison.Ordinal) ? 1000 + Number(indicator) : 500;

    static int Number(string text) => int.TryParse(string.Concat(text.Where(char.IsAsciiDigit)), out var number) ? number : 0;

    static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["dtap"] = "DTaP", ["ipv"] = "Polio (IPV)", ["mmr"] = "MMR", ["hib"] = "Hib", ["hepb"] = "Hepatitis B", ["vzv"] = "Varicella", ["var"] = "Varicella",
        ["pcv"] = "Pneumococcal (PCV)", ["hepa"] = "Hepatitis A", ["rv"] = "Rotavirus", ["flu"] = "Influenza", ["tdap"] = "Tdap", ["hpv"] = "HPV", ["hpv_started"] = "HPV, started",
        ["td_tdap"] = "Td or Tdap", ["menacwy"] = "Meningococcal ACWY", ["covid_19"] = "COVID-19", ["polio"] = "Polio", ["varicella"] = "Varicella", ["rotavirus"] = "Rotavirus",
        ["influenza"] = "Influenza", ["meningococcal"] = "Meningococcal", ["series_4313314"] = "Series 4:3:1:3:3:1:4", ["hpv_full"] = "HPV, up to date", ["nis_series_7"] = "Combined series of 7",
        ["nis_hib_full"] = "Hib, full by product", ["nis_hepb_birth"] = "Hepatitis B birth dose, days 0-3", ["nis_rotavirus"] = "Rotavirus, full by 8 months", ["nis_influenza_2"] = "Influenza, 2 doses apart", ["nis_any_1"] = "Any vaccine (the rest had none)",
        ["days_0_1"] = "Birth dose on day 0 or 1", ["days_0_3"] = "Birth dose on days 0-3", ["adolescent"] = "Adolescents, 11-17 years", ["adult"] = "Adults, 19 years and more (lower bound)", ["all"] = "All rules",
    };

    /// <summary>An indicator's name for people: <c>dtap_4</c> is four doses; one that is not known by name is spelled from its id.</summary>
    public static string NameOf(string indicator)
    {
        if (Names.TryGetValue(indicator, out var name)) return name;
        var plain = indicator.StartsWith("nis_", StringComparison.Ordinal) ? indicator[4..] : indicator;
        return plain.Length > 2 && plain[^2] == '_' && char.IsAsciiDigit(plain[^1]) && Names.TryGetValue(plain[..^2], out var vaccine)
            ? $"{vaccine}, {plain[^1]} {(plain[^1] == '1' ? "dose" : "doses")}" : Spelled(indicator);
    }

    static string Spelled(string id)
    {
        if (id.StartsWith("comb", StringComparison.Ordinal) && Number(id) > 0) return $"Combination {Number(id)}";
        // mmr_missed_on_last_visit: a vaccine, and what is said of it.
        for (var at = id.LastIndexOf('_'); at > 0; at = id.LastIndexOf('_', at - 1))
            if (Names.TryGetValue(id[..at], out var vaccine) && !vaccine.Contains(',')) return $"{vaccine}, {id[(at + 1)..].Replace('_', ' ')}";
        var words = id.Replace('_', ' ');
        return words.Length == 0 ? id : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
