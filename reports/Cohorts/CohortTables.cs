using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Cohorts;

/// <summary>Birth cohorts at a milestone, by age, and age bands on a day.</summary>
static class CohortTables
{
    const string Provisional = "Provisional: the youngest of the birth year have not reached the age. Only those who have are counted, and the figure will change.";

    static readonly Dictionary<string, string> Bands = new(StringComparer.Ordinal)
    {
        ["19_35m"] = "19-35 months", ["24_35m"] = "24-35 months", ["4_6y"] = "4-6 years", ["13_17y"] = "13-17 years",
    };

    /// <summary>A milestone age in words: months up to three years, then years.</summary>
    public static string Age(long months) => months >= 72 ? string.Create(CultureInfo.InvariantCulture, $"{months / 12} years") : string.Create(CultureInfo.InvariantCulture, $"{months} months");

    /// <summary>Counts of a whole jurisdiction or group in which everybody counts: nobody is excluded.</summary>
    public static RateRow Row(string indicator, string dimension, string member, string label, long n, long met) => new(indicator, dimension, member, label, n, 0, n, met);

    /// <summary>Each row protected for itself: of the whole jurisdiction, with no breakdown beside it.</summary>
    public static IReadOnlyList<RateRow> HideEach(IEnumerable<RateRow> rows, int threshold) =>
        Disclosure.RateDisclosure.Hide(rows.Select((row, i) => row with { Indicator = "each", Dimension = "each", Member = i.ToString(CultureInfo.InvariantCulture) }).ToArray(), threshold);

    public static Table Cohorts(ReportRequest request, int threshold)
    {
        var months = request.Whole("milestone")!.Value;
        var found = ReportSql.Rows(request.Facts, "cohort_state", ("milestone", months), ("indicator", request.Text("indicator")));
        var rows = HideEach(Enumerable.Range(0, found.Count).Select(i => Row("", "", "", "", found.Get<long>(i, "n_cohort"), found.Get<long>(i, "n_met"))), threshold);
        var newest = Enumerable.Range(0, found.Count).Where(i => found.Get<bool>(i, "is_complete")).Select(i => (long?)Year(found, i)).FirstOrDefault();
        var shown = Enumerable.Range(0, found.Count).Where(i => Year(found, i) == newest && rows[i].RateCell.IsNumber && (request.Text("indicator") is not null || found.Get<string>(i, "indicator") is "series_4313314" or "mmr_1" or "dtap_4")).ToArray();
        return new Table
        {
            Name = "birth_cohorts",
            Title = $"Valid doses by {Age(months)}, whole jurisdiction, by birth year",
            Columns = [new("birth_year", "Birth year"), new("indicator_name", "Doses"), .. RateTable.Counted("Children", "Reached by the age", "children"), new("standing", "Cohort", Term: "Complete, provisional"), new("indicator", "Indicator id")],
            Rows = rows.Select((row, i) => (Cell[])[Cell.Of(YearText(found, i)), Cell.Of(Name(found, i)), .. RateTable.Cells(row), RateTable.Standing(found.Get<bool>(i, "is_complete")), Cell.Of(found.Get<string>(i, "indicator"))]).ToArray(),
            Footnotes = [Provisional, RateTable.Sample],
            WhenEmpty = "No birth cohort of this build has reached the age, or the indicator is unknown.",
            Finding = shown.Length == 0 ? null : $"Children born in {newest} with valid doses by {Age(months)}: {string.Join("; ", shown.Select(i => $"{Name(found, i)} {CellText.Percent(rows[i].RateCell.AsReal(), 1)}"))}.",
        };
    }

    /// <summary>How many rows the newest complete birth year has, which stand first.</summary>
    public static int NewestComplete(Table cohorts) => cohorts.List() is [var first, ..] rows ? rows.TakeWhile(row => row[0] == first[0]).Count() : 1;

    /// <summary>For those who see counts as they are only: the newest complete birth year by group.</summary>
    public static Table Groups(ReportRequest request, MemberNames names)
    {
        var (months, by) = (request.Whole("milestone")!.Value, request.Text("by")!);
        var years = ReportSql.Rows(request.Facts, "cohort_state", ("milestone", months), ("indicator", request.Text("indicator")));
        var complete = years.Count > 0 && years.Get<bool>(0, "is_complete");
        var year = complete ? Year(years, 0) : 0;
        var found = ReportSql.Rows(request.Facts, "cohort_group", ("birth_year", year), ("milestone", months), ("by", by), ("indicator", request.Text("indicator")));
        var rows = Enumerable.Range(0, found.Count).Select(i => (Dimension: found.Get<string>(i, "dimension")!, Member: found.Get<string>(i, "member")!, i))
            .Select(at => Row(found.Get<string>(at.i, "indicator")!, at.Dimension, at.Member, names.Of(at.Dimension, at.Member), found.Get<long>(at.i, "n_cohort"), found.Get<long>(at.i, "n_met")));
        return new Table
        {
            Name = "cohort_by_group",
            Title = complete ? $"Valid doses by {Age(months)}, children born in {year}, by {RateTable.DimensionName(by).ToLowerInvariant()}" : $"Valid doses by {Age(months)}: no birth year has reached the age",
            Columns = [new("indicator_name", "Doses"), new("label", "Group"), .. RateTable.Counted("Children", "Reached by the age", "children"), new("indicator", "Indicator id"), new("member", "Group code")],
            Rows = Sorted(rows).Select(row => (Cell[])[Cell.Of(MeasureCube.NameOf(row.Indicator)), Cell.Of(row.Label), .. RateTable.Cells(row), Cell.Of(row.Indicator), Cell.Of(row.Member)]).ToArray(),
            Footnotes = ["The cohort is complete: its youngest have reached the age.", RateTable.Sample],
        };
    }

    /// <summary>By indicator, the whole first, then groups by name.</summary>
    public static IEnumerable<RateRow> Sorted(IEnumerable<RateRow> rows) => rows.OrderBy(row => row.Indicator, StringComparer.Ordinal).ThenBy(row => row.Dimension != "state")
        .ThenBy(row => row.Dimension, StringComparer.Ordinal).ThenBy(row => row.Label, StringComparer.Ordinal).ThenBy(row => row.Member, StringComparer.Ordinal);

    public static Table ByAge(ReportRequest request, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "cohort_age", ("indicator", request.Text("indicator")));
        var rows = HideEach(Enumerable.Range(0, found.Count).Select(i => Row("", "", "", "", found.Get<long>(i, "n_followed"), found.Get<long>(i, "n_events"))), threshold);
        Cell Shown(int i, string column) => rows[i].RateCell.State == CellState.Suppressed ? Cell.Suppressed : found.Get<double?>(i, column) is { } value ? Cell.Of(value) : Cell.NotAvailable;
        return new Table
        {
            Name = "coverage_by_age",
            Title = "Valid doses by age, Kaplan-Meier, whole jurisdiction, the newest three birth years",
            Columns =
            [
                new("birth_year", "Birth year"), new("indicator_name", "Doses"), new("age", "By the age of"), new("n_followed", "Followed from birth", ColumnType.Whole, "children"), new("n_events", "Reached while followed", ColumnType.Whole, "children"),
                new("coverage", "Coverage", ColumnType.Share, Decimals: 1), new("coverage_low", "95 % from", ColumnType.Share, Decimals: 1), new("coverage_high", "95 % to", ColumnType.Share, Decimals: 1),
                new("standing", "Cohort", Term: "Complete, provisional"), new("indicator", "Indicator id"),
            ],
            Rows = rows.Select((row, i) => (Cell[])
            [
                Cell.Of(YearText(found, i)), Cell.Of(Name(found, i)), Cell.Of(Age(found.Get<long>(i, "milestone_months"))), row.DenominatorCell, row.NumeratorCell, Shown(i, "coverage"), Shown(i, "coverage_low"), Shown(i, "coverage_high"),
                RateTable.Standing(found.Get<bool>(i, "is_complete")), Cell.Of(found.Get<string>(i, "indicator")),
            ]).ToArray(),
            Footnotes =
            [
                "Those who die, move away or are too young yet are counted as long as they are followed: the share is not the count over those followed from birth.",
                "Intervals are 95 %, by Greenwood's variance on the log-minus-log scale.",
                "Provisional: the youngest of the birth year have not reached the age; the curve is an estimate from those who have.",
            ],
        };
    }

    public static Table OnDays(ReportRequest request, MemberNames names, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "cohort_day", ("indicator", request.Text("indicator")), ("with_counties", threshold <= 1));
        var rows = HideEach(Enumerable.Range(0, found.Count).Select(i => Row("", "", "", "", found.Get<long>(i, "n_persons"), found.Get<long>(i, "n_met"))), threshold);
        return new Table
        {
            Name = "coverage_on_a_day",
            Title = "Valid doses of age bands on a day",
            Columns =
            [
                new("age_band", "Age on the day"), new("indicator_name", "Doses"), new("on_date", "Day", ColumnType.Date), new("label", "Place"), .. RateTable.Counted("Persons", "Reached by the day", "persons"),
                new("indicator", "Indicator id"), new("county_fips", "County code"),
            ],
            Rows = rows.Select((row, i) => (Cell[])
            [
                Cell.Of(Bands.GetValueOrDefault(found.Get<string>(i, "age_band")!) ?? found.Get<string>(i, "age_band")), Cell.Of(Name(found, i)), Cell.Of(found.Get<DateOnly>(i, "on_date")), Cell.Of(County(names, found.Get<string>(i, "county_fips")!)), .. RateTable.Cells(row),
                Cell.Of(found.Get<string>(i, "indicator")), Cell.Of(found.Get<string>(i, "county_fips")),
            ]).ToArray(),
            Footnotes = ["All days are computed from today's records one way. Counties stand where one indicator is asked for and nothing is suppressed.", RateTable.Sample],
        };
    }

    public static string County(MemberNames names, string county) => county == "state" ? names.Of("state", "all") : names.Of("county", county);

    static string Name(DuckDbRows found, int i) => MeasureCube.NameOf(found.Get<string>(i, "indicator")!);

    static long Year(DuckDbRows found, int i) => found.Get<long>(i, "birth_year");

    static string YearText(DuckDbRows found, int i) => Year(found, i).ToString(CultureInfo.InvariantCulture);
}
