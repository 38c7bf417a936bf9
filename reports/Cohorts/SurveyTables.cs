using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Cohorts;

/// <summary>Coverage by the national survey's definitions, with its own marks of what may be read as an estimate.</summary>
static class SurveyTables
{
    const string Series = "nis_series_7";

    static readonly string[] Notes =
    [
        "Survey's mark: the survey gives no estimate for fewer than 30 persons or where the interval is too wide for the rate, and calls unreliable what has an interval wider than 20 points.",
        "The survey asks providers of a sample, this counts what was reported here. Intervals are Wilson intervals, as if these persons were a sample.",
    ];

    static readonly Column[] Columns =
    [
        new("indicator_name", "Vaccine"), new("label", "Group"), .. RateTable.Counted("Persons", "Reached", "persons"), new("mark", "Survey's mark"), new("standing", "Cohort", Term: "Complete, provisional"),
        new("indicator", "Indicator id"), new("member", "Group code"),
    ];

    /// <summary>Children at 24 and 35 months by birth year; by group only where nothing is hidden (ADR 0087).</summary>
    public static Table Children(ReportRequest request, MemberNames names, int threshold)
    {
        var by = threshold > 1 ? "state" : request.Text("by")!;
        var found = ReportSql.Rows(request.Facts, "nis_children", ("indicator", request.Text("indicator")), ("by", by));
        var counted = Enumerable.Range(0, found.Count).Select(i => Row(found, i, names)).ToArray();
        var rows = CohortTables.HideEach(counted, threshold).Select((row, i) => row with { Indicator = counted[i].Indicator, Dimension = counted[i].Dimension, Member = counted[i].Member }).ToArray();
        var told = Enumerable.Range(0, found.Count).Where(i => rows[i].Indicator == Series && rows[i].Dimension == "state" && rows[i].RateCell.IsNumber && found.Get<bool>(i, "is_complete")).Take(1).ToArray();
        return new Table
        {
            Name = "nis_children",
            Title = "Children by the national survey's definitions, by 24 and 35 months, by birth year",
            Columns = [new("birth_year", "Birth year"), new("age", "By the age of"), .. Columns],
            Rows = rows.Select((row, i) => (Cell[])
                [Cell.Of(found.Get<string>(i, "period")), Cell.Of(CohortTables.Age(found.Get<long>(i, "milestone_months"))), .. Line(row, Mark(found, i), found.Get<bool>(i, "is_complete"))]).ToArray(),
            Footnotes = [.. Notes, "Provisional: the youngest of the birth year have not reached the age. Groups are given for the newest complete birth year of each age, where nothing is suppressed."],
            Finding = told.Length == 0 ? null : $"By the national survey's definitions, {CellText.Percent(rows[told[0]].RateCell.AsReal(), 1)} of the children born in {found.Get<string>(told[0], "period")} had the combined series of 7 by {CohortTables.Age(found.Get<long>(told[0], "milestone_months"))}.",
            WhenEmpty = "No birth year has reached 24 months, or the indicator is none of the survey's.",
        };
    }

    /// <summary>Adolescents of 13 to 17 years on the as-of date: cut from the measure's own cube, so that every report hides the same.</summary>
    public static Table Adolescents(ReportRequest request, MemberNames names, int threshold)
    {
        var period = MeasureCube.Periods(request.Facts, "nis_teen").FirstOrDefault();
        var by = request.Text("by")!;
        var found = ReportSql.Rows(request.Facts, "nis_adolescents", ("period", period));
        var marks = Enumerable.Range(0, found.Count).ToDictionary(i => (found.Get<string>(i, "indicator")!, found.Get<string>(i, "dimension")!, found.Get<string>(i, "member")!), i => Mark(found, i));
        var cube = period is null ? [] : MeasureCube.Read(request.Facts, "nis_teen", period, threshold).Rows;
        return new Table
        {
            Name = "nis_adolescents",
            Title = $"Adolescents of 13 to 17 years by the national survey's definitions{(period is null ? "" : $", on {period}")}",
            Columns = [new("on_date", "Day"), .. Columns],
            Rows = CohortTables.Sorted(cube.Where(row => (row.Dimension == "state" || row.Dimension == by) && (request.Text("indicator") is not { } only || row.Indicator == only)))
                .Select(row => (Cell[])[Cell.Of(period), .. Line(row, marks.GetValueOrDefault((row.Indicator, row.Dimension, row.Member)) ?? "no estimate", true)]).ToArray(),
            Footnotes = [.. Notes, .. by == "zip3" ? ["Adolescents are not counted by ZIP area."] : Array.Empty<string>()],
        };
    }

    static RateRow Row(DuckDbRows found, int i, MemberNames names)
    {
        var (dimension, member) = (found.Get<string>(i, "dimension")!, found.Get<string>(i, "member")!);
        return CohortTables.Row(found.Get<string>(i, "indicator")!, dimension, member, names.Of(dimension, member), found.Get<long>(i, "n_persons"), found.Get<long>(i, "n_met"));
    }

    static Cell[] Line(RateRow row, string mark, bool isComplete) =>
    [
        Cell.Of(MeasureCube.NameOf(row.Indicator)), Cell.Of(row.Label), .. RateTable.Cells(row), row.RateCell.State == CellState.Suppressed ? Cell.Suppressed : Cell.Of(mark),
        RateTable.Standing(isComplete), Cell.Of(row.Indicator), Cell.Of(row.Member),
    ];

    static string Mark(DuckDbRows rows, int i) => !rows.Get<bool>(i, "is_shown") ? "no estimate" : rows.Get<bool>(i, "is_reliable") ? "estimate" : "unreliable";
}
