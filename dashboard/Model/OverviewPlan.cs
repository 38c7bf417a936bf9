namespace RegistryAnalytics.Dashboard.Model;

/// <summary>Turns what a URL asks for into what the overview page shows.</summary>
public static class OverviewPlan
{
    /// <summary>Names of a county grouping's members that are not counties, so that sums close.</summary>
    public static readonly IReadOnlyList<string> NotOnMap = ["unknown", "out_of_state"];

    /// <summary>Reads the figures. What does not exist is replaced by the default, and a notice says so.</summary>
    public static Overview Make(PageState asked, BuildFigures figures)
    {
        var notices = new List<string>();
        var chosen = Choose(asked.Measure, figures.Indicators, figures, notices);
        var choices = chosen is null ? new MeasureChoices([], []) : figures.Choices(chosen.Measure);
        var period = Pick(asked.Period, choices.Periods, choices.Periods.FirstOrDefault(), "period", chosen, notices);
        var by = Pick(asked.By, choices.Dimensions, choices.Dimensions.Contains("county") ? "county" : choices.Dimensions.FirstOrDefault(),
            "grouping", chosen, notices);

        var enrolment = Readings(figures, Goals.Enrolment, chosen?.Measure == Goals.Enrolment ? period : null, asked.County);
        var childhood = Readings(figures, Goals.Childhood, chosen?.Measure == Goals.Childhood ? period : null, asked.County);
        foreach (var (measure, shown) in new[] { (chosen?.Measure, period), (Goals.Childhood, childhood.Period) }.Distinct())
            if (measure is not null && shown is not null && figures.Choices(measure).Provisional.Contains(shown))
                notices.Add($"{figures.Indicators.First(facts => facts.Measure == measure).MeasureTitle}, {shown}, is provisional: the period is not over, and those who still have time count as not met.");
        var counties = Counties(figures, chosen, period);
        var county = asked.County is null ? null : counties.FirstOrDefault(row => row.Fips == asked.County).Name;
        if (asked.County is not null && county is null)
            notices.Add($"There is no county {asked.County} in this build; the whole state is shown.");

        var stateRows = enrolment.Rows.Select(row => new RateRow(row.Facts.Indicator, "all", "", row.State)).ToArray();
        var headline = Goals.Headline(stateRows, enrolment.Rows.Select(row => row.Facts.Indicator).ToArray());
        return new Overview(
            figures.Build,
            new PageState(chosen?.Id, period, by, county is null ? null : asked.County),
            county,
            notices,
            enrolment.Rows.FirstOrDefault(row => row.Facts.Indicator == headline),
            Named(figures, Goals.Enrolment, enrolment.Period),
            county is null ? enrolment.Rows.Select(row => row with { County = null }).ToArray() : enrolment.Rows,
            chosen is null || period is null || by is null ? null : Places(figures, chosen, period, by),
            chosen is null ? [] : figures.Trend(chosen.Measure, chosen.Indicator),
            Named(figures, Goals.Childhood, childhood.Period),
            county is null ? childhood.Rows.Select(row => row with { County = null }).ToArray() : childhood.Rows,
            figures.Indicators,
            choices,
            counties);
    }

    private static IndicatorFacts? Choose(
        string? asked, IReadOnlyList<IndicatorFacts> all, BuildFigures figures, List<string> notices)
    {
        var exact = all.FirstOrDefault(facts => facts.Id == asked);
        if (exact is not null) return exact;
        var ofMeasure = all.Where(facts => facts.Measure == asked).ToArray();
        if (ofMeasure.Length == 0 && asked is not null)
            notices.Add($"There is no measure “{asked}” in this build; enrolment is shown.");
        var measure = ofMeasure.Length > 0 ? asked! : Goals.Enrolment;
        var candidates = all.Where(facts => facts.Measure == measure).ToArray();
        if (candidates.Length == 0) return all.Count == 0 ? null : all[0];
        var period = figures.Choices(measure).Periods.FirstOrDefault();
        if (period is null) return candidates[0];
        var names = candidates.Select(facts => facts.Indicator).ToArray();
        var name = measure == Goals.Enrolment
            ? Goals.Headline(figures.Rates(measure, period, "state"), names)
            : names.LastOrDefault(indicator => indicator.StartsWith("comb", StringComparison.Ordinal)) ?? names[0];
        return candidates.First(facts => facts.Indicator == name);
    }

    private static string Named(BuildFigures figures, string measure, string? period) => period is null ? "" : figures.Choices(measure).Named(period);

    private static string? Pick(
        string? asked, IReadOnlyList<string> offered, string? fallback, string what, IndicatorFacts? chosen, List<string> notices)
    {
        if (asked is null || fallback is null) return fallback;
        if (offered.Contains(asked)) return asked;
        notices.Add($"“{asked}” is not a {what} of {chosen?.MeasureTitle ?? "this measure"}; {fallback} is shown.");
        return fallback;
    }

    private static (string? Period, IReadOnlyList<IndicatorRow> Rows) Readings(
        BuildFigures figures, string measure, string? period, string? county)
    {
        var facts = figures.Indicators.Where(item => item.Measure == measure).ToArray();
        period ??= figures.Choices(measure).Periods.FirstOrDefault();
        if (facts.Length == 0 || period is null) return (period, []);
        var state = figures.Rates(measure, period, "state");
        var byCounty = county is null ? [] : figures.Rates(measure, period, "county");
        return (period, facts.Select(item => new IndicatorRow(
            item,
            Find(state, item.Indicator, null),
            county is null ? null : Find(byCounty, item.Indicator, county))).ToArray());
    }

    private static Figure Find(IReadOnlyList<RateRow> rows, string indicator, string? member)
    {
        foreach (var row in rows)
            if (row.Indicator == indicator && (member is null || row.Member == member)) return row.Figure;
        return Figure.NoData;
    }

    private static PlacesFigure Places(BuildFigures figures, IndicatorFacts chosen, string period, string by)
    {
        var rows = figures.Rates(chosen.Measure, period, by).Where(row => row.Indicator == chosen.Indicator)
            .OrderBy(row => NotOnMap.Contains(row.Member)).ThenBy(row => row.MemberName, StringComparer.Ordinal)
            .ThenBy(row => row.Member, StringComparer.Ordinal).ToArray();
        var state = Find(figures.Rates(chosen.Measure, period, "state"), chosen.Indicator, null);
        var goal = Goals.Of(chosen.Measure);
        var real = rows.Where(row => !NotOnMap.Contains(row.Member)).ToArray();
        var borders = MapScale.Borders(real.Where(row => row.Figure.Rate is not null).Select(row => row.Figure.Rate!.Value), goal);
        var (one, many) = by == "county" ? ("county", "counties") : by == "practice" ? ("practice", "practices") : ("group", "groups");
        var choices = figures.Choices(chosen.Measure);
        return new PlacesFigure(chosen, choices.Named(period), by, rows, state, goal, borders,
            by == "county" && figures.Build.StateFips is not null, Wording.Places(real, goal, one, many) + (choices.Note is { } note ? " " + note : ""));
    }

    private static (string Fips, string Name)[] Counties(BuildFigures figures, IndicatorFacts? chosen, string? period) =>
        chosen is null || period is null ? [] : figures.Rates(chosen.Measure, period, "county")
            .Where(row => !NotOnMap.Contains(row.Member)).Select(row => (row.Member, row.MemberName)).Distinct()
            .OrderBy(row => row.MemberName, StringComparer.Ordinal).ThenBy(row => row.Member, StringComparer.Ordinal).ToArray();
}
