namespace RegistryAnalytics.Dashboard.Model;

/// <summary>One line of a figure that compares indicators.</summary>
/// <param name="County">The county in focus, when there is one.</param>
public sealed record IndicatorRow(IndicatorFacts Facts, Figure State, Figure? County);

/// <summary>The figure of places: one indicator over the members of one grouping.</summary>
/// <param name="IsMap">The members are counties of a state whose map is shipped.</param>
/// <param name="Borders">Colour borders, rates of 0–1.</param>
public sealed record PlacesFigure(
    IndicatorFacts Facts, string Period, string Dimension, IReadOnlyList<RateRow> Rows, Figure State,
    double? Goal, double[] Borders, bool IsMap, string Finding);

/// <summary>Everything the overview page prints, decided before a line of it is rendered.</summary>
/// <param name="Shown">The state of the URL with every absent part filled in.</param>
/// <param name="Notices">What was asked for and could not be shown, in words.</param>
/// <param name="Readings">The readings of enrolment, state and county in focus.</param>
/// <param name="Headline">The reading that heads the page; null when the build has no enrolment figures.</param>
public sealed record Overview(
    BuildFacts Build,
    PageState Shown,
    string? CountyName,
    IReadOnlyList<string> Notices,
    IndicatorRow? Headline,
    string EnrolmentPeriod,
    IReadOnlyList<IndicatorRow> Readings,
    PlacesFigure? Places,
    IReadOnlyList<TrendRow> Trend,
    string ChildhoodPeriod,
    IReadOnlyList<IndicatorRow> Childhood,
    IReadOnlyList<IndicatorFacts> Indicators,
    MeasureChoices Choices,
    IReadOnlyList<(string Fips, string Name)> Counties);
