namespace RegistryAnalytics.Dashboard.Model;

/// <summary>The published build that every figure on a page comes from.</summary>
/// <param name="Id">Name of the build's folder.</param>
/// <param name="AsOf">What had happened by this day is counted.</param>
/// <param name="KnownBy">What had been received by this day is counted; null when the build does not say.</param>
/// <param name="Schedule">Version of the immunization schedule used; null when nothing was evaluated.</param>
/// <param name="StateFips">Two digits, names the map; null when geography was not loaded.</param>
/// <param name="StateName">For headings.</param>
public sealed record BuildFacts(
    string Id, DateOnly AsOf, string? KnownBy, string? Schedule, string? StateFips, string StateName);

/// <summary>One indicator of one measure and what the header of its file says about it.</summary>
/// <param name="Facts">Heading and text in print order (grain, unit, period, source, nulls …): the "about this number" box.</param>
public sealed record IndicatorFacts(
    string Measure, string MeasureTitle, string Indicator, string Title, IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>The name in URLs: <c>cis.combo_10</c>.</summary>
    public string Id => $"{Measure}.{Indicator}";
}

/// <summary>One figure of one indicator for one member (a county, a practice …) of a grouping.</summary>
public sealed record RateRow(string Indicator, string Member, string MemberName, Figure Figure);

/// <summary>One point of a trend.</summary>
public sealed record TrendRow(DateOnly AsOf, Figure Figure)
{
    /// <summary>False where some of the period could not be counted yet: the point is provisional.</summary>
    public bool IsComplete { get; init; } = true;
}

/// <summary>What can be chosen for a measure.</summary>
/// <param name="Periods">Newest first.</param>
/// <param name="Dimensions">Groupings with figures, without <c>state</c>.</param>
public sealed record MeasureChoices(IReadOnlyList<string> Periods, IReadOnlyList<string> Dimensions)
{
    /// <summary>Periods that were not over on the as-of date.</summary>
    public IReadOnlyList<string> Provisional { get; init; } = [];

    /// <summary>What must be read beside every figure of the measure; null where there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The period as it is printed: one that is not over says so.</summary>
    public string Named(string period) => Provisional.Contains(period) ? $"{period} (provisional)" : period;
}

/// <summary>Everything a page reads from one published build; all calls answer from that same build.</summary>
/// <param name="Indicators">All indicators in print order.</param>
/// <param name="Choices">What can be chosen for a measure; empty lists when it has no figures.</param>
/// <param name="Rates">Figures of all indicators of (measure, period, dimension).</param>
/// <param name="Trend">The state's figure of (measure, indicator) over time, oldest first; empty when the build holds no trend.</param>
public sealed record BuildFigures(
    BuildFacts Build,
    IReadOnlyList<IndicatorFacts> Indicators,
    Func<string, MeasureChoices> Choices,
    Func<string, string, string, IReadOnlyList<RateRow>> Rates,
    Func<string, string, IReadOnlyList<TrendRow>> Trend);
