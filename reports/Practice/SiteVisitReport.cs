using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Practice;

/// <summary>What came of site visits (AFIX/IQIP): the patients of the visit's day, frozen, then and twelve months later, and the cohort of the later day beside them.</summary>
/// <remarks>Cohorts of one site are small and their counts contain one another, so that nothing useful is left under suppression: ADR 0097.</remarks>
public static class SiteVisitReport
{
    public static ReportDefinition Definition { get; } = new(
        "site_visits", "Site visits, then and twelve months later", "Frozen baseline cohorts of AFIX/IQIP site visits against the same patients twelve months later, and against the cohort of that day, by vaccine",
        ReportDefinition.StaffAndProviders,
        [
            new("practice", "practice key", ParameterType.Whole),
            new("from", "first day of visits", ParameterType.Date), new("to", "last day of visits", ParameterType.Date),
            new("indicators", "the vaccines that a visit looks at, or every dose", Default: "assessed", Choices: ["assessed", "all"]),
        ], false, Make);

    /// <summary>What a visit looks at, in order; the last of a cohort is its series.</summary>
    static readonly Dictionary<string, (string Name, string Patients, string[] Indicators)> Cohorts = new(StringComparer.Ordinal)
    {
        ["childhood"] = ("Children", "children of 24 to 35 months", ["dtap_4", "polio_3", "mmr_1", "nis_hib_full", "hepb_3", "varicella_1", "pcv_4", "hepa_1", "hepa_2", "nis_rotavirus", "nis_influenza_2", "series_4313314"]),
        ["adolescent"] = ("Adolescents", "adolescents of 13 to 17 years", ["tdap", "menacwy", "menacwy_2", "hpv_started", "hpv", "mmr", "var", "hepb", "ipv", "series"]),
    };

    /// <summary>Rows of a table on paper; the workbook has them all.</summary>
    const int OnPaper = 60;

    /// <summary>Of one visit, cohort and indicator: the baseline, those of it who were followed, and the cohort of the later day. Null until twelve months are over.</summary>
    sealed record Line(long Practice, string Site, DateOnly Day, string Cohort, string Indicator, long Baseline, long Met, long? Gone, long? Left, long? Followed, long? FollowedThen, long? FollowedMet, long? Next, long? NextMet);

    static ReportResult Make(ReportRequest request)
    {
        var who = request.Requester;
        if (who.Role == Role.Provider && (request.Whole("practice") is not { } own || !who.Practices.Contains(own)))
            return ReportResult.Refused("A practice may ask for its own visits: give practice=KEY of your own.");
        if (who.Role is Role.StateAdmin or Role.StateEpi && request.Policy.ThresholdFor(who.Role) > 1)
            return ReportResult.Refused("Site visits are for those who see counts as they are: the patients of one site are few, and small counts are suppressed here.");
        var rows = ReportSql.Rows(request.Facts, "site_visits", ("practice", request.Whole("practice")), ("from_day", request.Date("from")), ("to_day", request.Date("to")));
        var lines = Enumerable.Range(0, rows.Count).Where(i => who.Role != Role.LocalHealth || who.Counties.Contains(rows.Get<string>(i, "county_fips")!)).Select(i => Read(rows, i)).ToArray();
        if (lines.Length == 0) return ReportResult.Refused("No site visit is on file for these practices and days: load visits.csv, and build again.");
        var visits = Visits(lines);
        var report = new Report
        {
            Name = "site_visits",
            Title = "Site visits, then and twelve months later",
            Label = "Practice data: for quality improvement with the practices only",
            Provenance = BuildInfo.Provenance(request.Facts, request.Time),
            Parameters = request.Parameters.Select(p => (p.Key, p.Value)).ToArray(),
            Words = visits.Finding is { } finding ? [finding] : [],
            Sections =
            [
                new Section("Visits", visits),
                .. Cohorts.Keys.Select(cohort => (Cohort: cohort, Lines: lines.Where(line => line.Cohort == cohort).ToArray())).Where(pair => pair.Lines.Length > 0)
                    .Select(pair => new Section(Cohorts[pair.Cohort].Name, Vaccines(pair.Cohort, pair.Lines, request.Text("indicators") == "all"))),
                new Section("Cohort a year later", NextCohort(lines, request.Text("indicators") == "all")),
            ],
            Definitions =
            [
                DataDictionary.Of("agg_site_visit"),
                new("Baseline", "Active patients of the site on the day of the visit, of the cohort's age, who lived in the jurisdiction."),
                new("Followed", "Those of the baseline who are alive and in the jurisdiction twelve months later, patients of this site or of another."),
                new("Died or moved away", "Those of the baseline who are neither alive nor in the jurisdiction twelve months later: they are in the earlier figure and not in the later one."),
                new("Patients elsewhere", "Those of the followed who are no longer active patients of the site twelve months later. They are counted."),
                new("Change", "Share of the followed who reached it in the twelve months, in points. What was reached is not lost, so this is the later rate less the earlier one of the same persons; its interval is Wilson's."),
                new("Cohort a year later", "Active patients of the cohort's age twelve months after the visit. Its difference to the baseline has Newcombe's interval for independent groups: too wide for adolescents, most of whom are in both."),
            ],
        };
        return new ReportResult(report, null) { Page = PaperCut.Page(report, _ => OnPaper) };
    }

    static Line Read(DuckDbRows rows, int i) => new(
        rows.Get<long>(i, "practice_key"), rows.Get<string>(i, "practice_name")!, rows.Get<DateOnly>(i, "visit_date"), rows.Get<string>(i, "cohort")!, rows.Get<string>(i, "indicator")!, rows.Get<long>(i, "n_baseline"),
        rows.Get<long>(i, "n_met"), rows.Get<long?>(i, "n_gone"), rows.Get<long?>(i, "n_left"), rows.Get<long?>(i, "n_followed"), rows.Get<long?>(i, "n_followed_met_then"), rows.Get<long?>(i, "n_followed_met"), rows.Get<long?>(i, "n_next"), rows.Get<long?>(i, "n_next_met"));

    static Column Points(string name, string title) => new(name, title, ColumnType.Real, "points", 1, Term: "Change");

    static Column Share(string name, string title) => new(name, title, ColumnType.Share, Decimals: 1);

    static Column Count(string name, string title, string? term = null) => new(name, title, ColumnType.Whole, Term: term);

    /// <summary>One line a visit and cohort: who was there, who left, and the series.</summary>
    static Table Visits(Line[] lines)
    {
        var series = lines.Where(line => line.Indicator == Cohorts[line.Cohort].Indicators[^1]).ToArray();
        var over = series.Where(line => line.Cohort == "childhood" && line.Followed > 0).ToArray();
        return new Table
        {
            Name = "site_visits",
            Title = "Visits: patients, who left, and the combined series",
            Columns =
            [
                new("practice_name", "Site"), new("visit_date", "Visit", ColumnType.Date), new("cohort", "Cohort"), Count("n_baseline", "Patients at visit", "Baseline"), Count("n_gone", "Died or moved away", "Died or moved away"),
                Count("n_followed", "Followed", "Followed"), Count("n_left", "Of them patients elsewhere", "Patients elsewhere"), Share("rate_at_visit", "Series at visit"), Share("rate_followed_then", "Followed: at visit"), Share("rate_followed", "12 months later"),
                Points("change_points", "Change"), Points("change_low", "95 % from"), Points("change_high", "95 % to"), new("practice_key", "Site key"),
            ],
            Rows = series.Select(line => (Cell[])
            [
                Cell.Of(line.Site), Cell.Of(line.Day), Cell.Of(Cohorts[line.Cohort].Name), Cell.Of(line.Baseline), Later(line.Gone), Later(line.Followed), Later(line.Left), Cell.Share(line.Met, line.Baseline), Rate(line.FollowedThen, line.Followed),
                Rate(line.FollowedMet, line.Followed), .. Change(line), Cell.Of(line.Practice.ToString(CultureInfo.InvariantCulture)),
            ]).ToArray(),
            Footnotes = ["n/a: twelve months have not passed, or nobody is counted.", "Series: 4:3:1:3:3:1:4 of children; Tdap, MenACWY and HPV of adolescents. Valid doses alone count."],
            Finding = over.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"Of {over.Length} visits that are twelve months past, {over.Sum(line => line.Followed)} of {over.Sum(line => line.Baseline)} children were followed; {CellText.Percent(Over(over, line => line.FollowedThen), 1)} of them had the series at the visit and {CellText.Percent(Over(over, line => line.FollowedMet), 1)} twelve months later."),
        };
    }

    static double Over(Line[] lines, Func<Line, long?> met) => (double)lines.Sum(line => met(line) ?? 0) / lines.Sum(line => line.Followed ?? 0);

    /// <summary>By visit, the newest first, then as a visit looks at them.</summary>
    static IEnumerable<Line> Listed(IEnumerable<Line> lines, bool withAll) => lines.Where(line => withAll || Cohorts[line.Cohort].Indicators.Contains(line.Indicator))
        .OrderByDescending(line => line.Day).ThenBy(line => line.Site, StringComparer.Ordinal).ThenBy(line => line.Practice).ThenByDescending(line => line.Cohort, StringComparer.Ordinal)
        .ThenBy(line => Array.IndexOf(Cohorts[line.Cohort].Indicators, line.Indicator) is var place and >= 0 ? place : int.MaxValue).ThenBy(line => line.Indicator, StringComparer.Ordinal);

    static string Name(Line line) => line.Indicator == "series" ? "Tdap, MenACWY and HPV" : MeasureCube.NameOf(line.Indicator);

    static string[] Notes(bool hasAdolescents) =>
        ["n/a: twelve months have not passed, or nobody is counted.", "Valid doses alone count, not disease, serology or refusals.", .. hasAdolescents ? ["The second dose of MenACWY is asked of those who are 16 on the day of the cohort."] : Array.Empty<string>()];

    /// <summary>The same patients at the visit and twelve months later.</summary>
    static Table Vaccines(string cohort, Line[] lines, bool withAll) => new()
    {
        Name = $"site_visits_{cohort}",
        Title = $"{Cohorts[cohort].Name}: {Cohorts[cohort].Patients} at the visit, and the same patients twelve months later, by vaccine",
        Columns =
        [
            new("practice_name", "Site"), new("visit_date", "Visit", ColumnType.Date), new("vaccine", "Vaccine"), Count("n_baseline", "Patients at visit", "Baseline"), Count("n_met", "Up to date at visit"), Share("rate_at_visit", "Rate at visit"),
            Count("n_followed", "Followed", "Followed"), Count("n_followed_met_then", "Of them up to date at visit"), Count("n_followed_met", "12 months later"), Share("rate_followed", "Rate 12 months later"),
            Points("change_points", "Change"), Points("change_low", "95 % from"), Points("change_high", "95 % to"),
        ],
        Rows = Listed(lines, withAll).Select(line => (Cell[])
        [
            Cell.Of(line.Site), Cell.Of(line.Day), Cell.Of(Name(line)), Cell.Of(line.Baseline), Cell.Of(line.Met), Cell.Share(line.Met, line.Baseline),
            Later(line.Followed), Later(line.FollowedThen), Later(line.FollowedMet), Rate(line.FollowedMet, line.Followed), .. Change(line),
        ]).ToArray(),
        Footnotes = Notes(cohort == "adolescent"),
    };

    /// <summary>Patients of the same age at the visit and twelve months later: other persons, the same site.</summary>
    static Table NextCohort(Line[] lines, bool withAll) => new()
    {
        Name = "site_visits_next",
        Title = "Patients of the age at the visit, and patients of the age twelve months later, by vaccine",
        Columns =
        [
            new("practice_name", "Site"), new("visit_date", "Visit", ColumnType.Date), new("cohort", "Cohort"), new("vaccine", "Vaccine"), Count("n_baseline", "Patients at visit", "Baseline"), Share("rate_at_visit", "Rate at visit"),
            Count("n_next", "Patients a year later", "Cohort a year later"), Count("n_next_met", "Up to date a year later"), Share("rate_next", "Rate a year later"), Points("next_points", "Difference"), Points("next_low", "95 % from"), Points("next_high", "95 % to"),
        ],
        Rows = Listed(lines.Where(line => line.Next is not null), withAll).Select(line => (Cell[])
        [
            Cell.Of(line.Site), Cell.Of(line.Day), Cell.Of(Cohorts[line.Cohort].Name), Cell.Of(Name(line)), Cell.Of(line.Baseline), Cell.Share(line.Met, line.Baseline),
            Later(line.Next), Later(line.NextMet), Rate(line.NextMet, line.Next), .. Against(line),
        ]).ToArray(),
        Footnotes = Notes(hasAdolescents: true),
        WhenEmpty = "No visit is twelve months past.",
    };

    static Cell Later(long? count) => count is { } n ? Cell.Of(n) : Cell.NotAvailable;

    static Cell Rate(long? met, long? of) => met is { } k && of is { } n ? Cell.Share(k, n) : Cell.NotAvailable;

    static Cell[] Change(Line line)
    {
        if (line is not { Followed: { } n and > 0, FollowedMet: { } met, FollowedThen: { } then }) return [Cell.NotAvailable, Cell.NotAvailable, Cell.NotAvailable];
        var (low, high) = Wilson.Interval(met - then, n);
        return [Cell.Of(100.0 * (met - then) / n), Cell.Of(100 * low), Cell.Of(100 * high)];
    }

    static Cell[] Against(Line line)
    {
        if (line is not { Next: { } n and > 0, NextMet: { } met, Baseline: > 0 }) return [Cell.NotAvailable, Cell.NotAvailable, Cell.NotAvailable];
        var (low, high) = Wilson.Difference(met, n, line.Met, line.Baseline);
        return [Cell.Of(100.0 * met / n - 100.0 * line.Met / line.Baseline), Cell.Of(100 * low), Cell.Of(100 * high)];
    }
}
