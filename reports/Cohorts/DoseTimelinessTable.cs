using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Cohorts;

/// <summary>Age at each dose, days late and doses on time, by birth cohort.</summary>
static class DoseTimelinessTable
{
    /// <summary>The whole jurisdiction; counties where nothing is hidden (ADR 0087).</summary>
    /// <param name="threshold">Smallest count above zero that is shown. Where one count of a row is hidden, all but its cohort are.</param>
    public static Table Read(ReportRequest request, MemberNames names, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "dose_timeliness", ("indicator", request.Text("indicator")), ("with_counties", threshold <= 1));
        IReadOnlyList<RateRow> Shown(string of, string met) =>
            CohortTables.HideEach(Enumerable.Range(0, found.Count).Select(i => CohortTables.Row("", "", "", "", found.Get<long>(i, of), found.Get<long>(i, met))), threshold);
        var (given, onTime, ofCohort, byMaximum) = (Shown("n_cohort", "n_given"), Shown("n_given", "n_on_time"), Shown("n_cohort", "n_on_time"), Shown("n_given", "n_by_maximum"));
        Cell[] Line(int i)
        {
            var isHidden = new[] { given, onTime, ofCohort, byMaximum }.Any(rows => rows[i].Hidden != Hidden.None);
            Cell Cut(Cell cell) => isHidden ? Cell.Suppressed : cell;
            Cell Days(string column) => Cut(found.Get<double?>(i, column) is { } days ? Cell.Of(days) : Cell.NotAvailable);
            var (dose, county) = (found.Get<string>(i, "dose")!, found.Get<string>(i, "county_fips")!);
            return
            [
                Cell.Of(found.Get<long>(i, "birth_year").ToString(CultureInfo.InvariantCulture)), Cell.Of(NameOf(dose)), Cell.Of(CohortTables.County(names, county)),
                given[i].DenominatorCell, Cut(given[i].NumeratorCell), Cut(onTime[i].NumeratorCell), Cut(onTime[i].RateCell), Cut(ofCohort[i].RateCell), Cut(byMaximum[i].RateCell),
                Days("age_days_median"), Days("age_days_low"), Days("age_days_high"), Days("days_late_median"), Days("days_late_low"), Days("days_late_high"),
                RateTable.Standing(found.Get<bool>(i, "is_complete")), Cell.Of(dose), Cell.Of(county),
            ];
        }
        var told = Enumerable.Range(0, found.Count)
            .Where(i => found.Get<bool>(i, "is_complete") && found.Get<string>(i, "county_fips") == "state" && found.Get<string>(i, "dose") is "mmr_1" or "dtap_4")
            .Where(i => onTime[i].RateCell.IsNumber).GroupBy(i => found.Get<string>(i, "dose")).Select(doses => doses.First()).ToArray();
        return new Table
        {
            Name = "dose_timeliness",
            Title = "Timeliness of doses by birth year: age at the dose, days late, doses on time",
            Columns =
            [
                new("birth_year", "Birth year"), new("dose_name", "Dose"), new("label", "Place"), new("n_cohort", "Children", ColumnType.Whole), new("n_given", "With the dose", ColumnType.Whole, "children"), new("n_on_time", "On time", ColumnType.Whole, "children"),
                new("on_time_rate", "On time, of doses given", ColumnType.Share, Decimals: 1, Term: "On time"), new("cohort_on_time_rate", "On time, of all children", ColumnType.Share, Decimals: 1, Term: "On time"), new("by_maximum_rate", "By the recommended maximum, of doses given", ColumnType.Share, Decimals: 1, Term: "Recommended maximum"),
                new("age_days_median", "Age, median", ColumnType.Real, "days", 0), new("age_days_low", "Age, a quarter by", ColumnType.Real, "days", 0), new("age_days_high", "Age, three quarters by", ColumnType.Real, "days", 0),
                new("days_late_median", "Late, median", ColumnType.Real, "days", 0), new("days_late_low", "Late, a quarter at most", ColumnType.Real, "days", 0), new("days_late_high", "Late, three quarters at most", ColumnType.Real, "days", 0),
                new("standing", "Cohort", Term: "Complete, provisional"), new("dose", "Dose id"), new("county_fips", "County code"),
            ],
            Rows = Enumerable.Range(0, found.Count).Select(Line).ToArray(),
            Footnotes =
            [
                "Valid doses of children whose time for the dose is over. Those who never had it are in the share of all children alone; of the newest birth years some will still have it late.",
                "Third doses of Hib and rotavirus are of products with so many: children who had the shorter product do not have them, and the share of all children says little there.",
                "Counties stand where nothing is suppressed, for the newest complete birth year of each dose.",
            ],
            WhenEmpty = "No birth year has come to the end of the time for the dose, or the dose has no recommended maximum age.",
            Finding = told.Length == 0 ? null
                : $"Given on time, of all children: {string.Join("; ", told.Select(i => $"{NameOf(found.Get<string>(i, "dose")!)} {CellText.Percent(ofCohort[i].RateCell.AsReal(), 1)} of those born in {found.Get<long>(i, "birth_year")}"))}.",
        };
    }

    /// <summary>What the columns of the table mean.</summary>
    public static IReadOnlyList<Definition> Terms { get; } =
    [
        new("Recommended maximum", "The last day before a dose is past due by age: the day before the schedule's latest recommended age, which itself lies four weeks after the month of most recommendations.", "CDC, CDSi supporting data"),
        new("On time", "From the minimum age to the days of grace after the recommended maximum (program parameter timeliness_grace_days)."),
    ];

    /// <summary>dtap_4 is the fourth dose of the series; adolescents have one of Tdap.</summary>
    static string NameOf(string dose) => dose == "tdap_1" ? "Tdap" : $"{MeasureCube.NameOf(dose[..^2])}, dose {dose[^1]}{(dose == "hib_4" ? " (booster)" : "")}";
}
