using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Practice;

/// <summary>A practice's assessment, cut from the build: coverage of its two cohorts beside all practices, and what was missed, started late or dropped.</summary>
static class AssessmentTables
{
    /// <summary>A cohort of practice assessment: the measure that counts it, and what people call it.</summary>
    public sealed record Cohort(string Measure, string Name, string Patients, string Milestone, string Series);

    public static IReadOnlyList<Cohort> Cohorts { get; } =
    [
        new("practice_childhood", "Children", "children of 24 to 35 months", "the second birthday", "Series 4:3:1:3:3:1:4"),
        new("practice_adolescent", "Adolescents", "adolescents of 13 to 17 years", "the 13th birthday", "Series of Tdap, MenACWY and HPV"),
    ];

    /// <summary>What the chart's legend calls the two rates: what they are of. Each practice counts its own patients, and all practices those of each.</summary>
    internal const string Own = "This practice", All = "All practices";

    /// <summary>Fewest patients with whom a practice is ranked: a parameter of the build.</summary>
    public static long LeastRanked(ReportRequest request)
    {
        var rows = ReportSql.Rows(request.Facts, "parameter", ("name", "rank_least_patients"));
        return rows.Count == 0 ? 0 : long.Parse(rows.Get<string>(0, "value")!, CultureInfo.InvariantCulture);
    }

    /// <summary>Up to date by vaccine, beside all practices; and the other indicators of the cohort, which are shares of patients too.</summary>
    public static (Table Vaccines, Cell[][] Others) Read(ReportRequest request, Cohort cohort, long practice, double goal, long least)
    {
        var rows = PracticeSql.Rows(request, "practice_assessment", practice, ("measure", cohort.Measure));
        var vaccines = new List<(int Place, Cell[] Cells)>();
        var others = new List<Cell[]>();
        for (var i = 0; i < rows.Count; i++)
        {
            var indicator = rows.Get<string>(i, "indicator")!;
            Cell Whole(string column) => rows.Get<long?>(i, column) is { } n ? Cell.Of(n) : Cell.Blank;
            Cell Share(string column) => rows.Get<double?>(i, column) is { } share ? Cell.Of(share) : Cell.NotAvailable;
            var place = Cell.Of(rows.Get<long?>(i, "rank") is { } rank ? $"{rank} of {rows.Get<long>(i, "n_ranked")}" : $"<{least}");
            var standing = Cell.Of(ComparisonReport.Words(rows.Get<string>(i, "standing")) ?? $"<{least}");
            if (Other(indicator, cohort.Milestone) is { } words)
                others.Add([Cell.Of(cohort.Name), Cell.Of(words), Whole("n_patients"), Whole("n_up_to_date"), Share("rate"), Share("state_rate"), place, standing]);
            else
                vaccines.Add((indicator == "series" ? 1 : 0,
                [
                    Cell.Of(NameOf(cohort, indicator)), Whole("n_patients"), Whole("n_up_to_date"), Share("rate"), Share("rate_low"), Share("rate_high"), Share("state_rate"), place, standing,
                    // A second dose at 16 cannot have been given by 13.
                    indicator == "menacwy_2" ? Cell.Blank : Whole("n_late"),
                    Whole("n_missed_last_visit"), Whole("n_missed_still_due"), Share("rate_with_inactivated"),
                ]));
        }
        var lines = vaccines.OrderBy(row => row.Place).ThenBy(row => row.Cells[0].AsText(), StringComparer.Ordinal).Select(row => row.Cells).ToArray();
        var series = lines.LastOrDefault(row => row[0].AsText() == cohort.Series);
        return (new Table
        {
            Name = cohort.Name.ToLowerInvariant(),
            Title = $"{cohort.Name}: active patients, {cohort.Patients}",
            Columns =
            [
                new("vaccine", "Vaccine"), new("n_patients", "Patients", ColumnType.Whole), new("n_up_to_date", "Up to date", ColumnType.Whole), .. RateTable.Rates(goal).Select(column => column.Name == "rate" ? column with { Title = Own } : column),
                new("state_rate", All, ColumnType.Share, Decimals: 1), new("place", "Rank", Term: "Rank"), new("standing", "Standing", Term: "Standing"), new("n_late", "Late", ColumnType.Whole, Term: "Late"),
                new("n_missed_last_visit", "Missed at last visit", ColumnType.Whole, Term: "Missed opportunity"), new("n_missed_still_due", "Missed, still due", ColumnType.Whole, Term: "Missed opportunity"),
                new("rate_with_inactivated", "With inactivated", ColumnType.Share, Decimals: 1, Term: "With inactivated"),
            ],
            Rows = lines,
            Footnotes = [$"Up to date: on the as-of date. Late: of them, not by {cohort.Milestone}.", "Intervals are 95 % Wilson intervals: the range if these patients were a sample.", $"Rank: among practices with {least} patients or more; <{least} is too few to rank.", "Standing: within, or below or above, what chance explains beside all practices."],
            Finding = series is null ? null : series[3].IsNumber ? $"{CellText.Percent(series[3].AsReal(), 1)} of the {cohort.Patients} are up to date for the {Lower(cohort.Series)}; of those of all practices {CellText.Percent(series[6].AsReal(), 1)}." : null,
            WhenEmpty = $"The practice has no {cohort.Patients}.",
        }, others.ToArray());
    }

    /// <summary>Opportunities missed, late starts and drop-off of both cohorts.</summary>
    public static Table Others(IEnumerable<Cell[]> rows, long least) => new()
    {
        Name = "opportunities",
        Title = "Missed opportunities, late starts, drop-off, and who is one visit away",
        Columns =
        [
            new("cohort", "Cohort"), new("what", "What"), new("n_patients", "Of patients", ColumnType.Whole), new("n", "Patients", ColumnType.Whole), new("rate", Own, ColumnType.Share, Decimals: 1),
            new("state_rate", All, ColumnType.Share, Decimals: 1), new("place", "Rank", Term: "Rank"), new("standing", "Standing", Term: "Standing"),
        ],
        Rows = rows.ToArray(),
        Footnotes = [$"Of missed opportunities, late starts and drop-off the lowest share has rank 1, among practices with {least} patients or more.", "A lower bound of missed opportunities: the registry sees visits at which a vaccine was given, and no others."],
    };

    /// <summary>What an indicator of the cohort is called.</summary>
    internal static string NameOf(Cohort cohort, string indicator) => indicator == "series" ? cohort.Series : Other(indicator, cohort.Milestone) ?? MeasureCube.NameOf(indicator);

    static string Lower(string series) => char.ToLowerInvariant(series[0]) + series[1..];

    const string Begun = "_begun_drop_off";

    /// <summary>What an indicator that is not asked of every patient on the as-of date says, as practice_start and practice_missed define it; null for vaccines and the series.</summary>
    static string? Other(string indicator, string milestone) => indicator switch
    {
        "missed_opportunity" => "A vaccine was due and not given on some vaccination visit",
        "missed_opportunity_on_last_visit" => "A vaccine was due and not given on the last vaccination visit",
        "series_one_visit_away" => "Not up to date, and one visit would complete the series",
        "series_of_late_starters" => $"Series complete by {milestone}, of those who began late",
        "series_of_on_time_starters" => $"Series complete by {milestone}, of those who began on time",
        "series_eligible_today" => "Not up to date, and a vaccine of the series can be given today",
        _ when indicator.EndsWith("_late_start", StringComparison.Ordinal) => $"{MeasureCube.NameOf(indicator[..^"_late_start".Length])}: began late",
        _ when indicator.EndsWith(Begun, StringComparison.Ordinal) => $"{MeasureCube.NameOf(indicator[..^Begun.Length])}: begun and not finished by {milestone}",
        _ when indicator.EndsWith("_drop_off", StringComparison.Ordinal) => $"{MeasureCube.NameOf(indicator[..^"_drop_off".Length])}: not finished by {milestone}, of those who began DTaP and hepatitis B by six months",
        _ => null,
    };
}
