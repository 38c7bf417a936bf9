using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Cohorts;

/// <summary>Influenza seasons of children by age in days, as registries that band by days print them.</summary>
static class SeasonTable
{
    /// <summary>The whole jurisdiction; counties where nothing is hidden (ADR 0087).</summary>
    /// <param name="threshold">Smallest count above zero that is shown; the count by age at the dose is hidden with the others.</param>
    public static Table Read(ReportRequest request, MemberNames names, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "influenza_by_days", ("indicator", request.Text("indicator")), ("with_counties", threshold <= 1));
        var rows = CohortTables.HideEach(Enumerable.Range(0, found.Count).Select(i => CohortTables.Row("", "", "", "", found.Get<long>(i, "n_persons"), found.Get<long>(i, "n_met"))), threshold);
        Cell AtAge(int i)
        {
            var count = found.Get<long>(i, "n_met_at_age");
            return rows[i].Hidden != Hidden.None || count > 0 && count < threshold ? Cell.Suppressed : Cell.Of(count);
        }
        return new Table
        {
            Name = "influenza_by_days",
            Title = "Influenza vaccination of children by season and age in days",
            Columns =
            [
                new("period", "Season ending in"), new("indicator_name", "Doses"), new("age_band", "Age on the season's last day"), new("label", "Place"), .. RateTable.Counted("Children", "Met", "children"),
                new("n_met_at_age", "Met at that age", ColumnType.Whole, "children"), new("standing", "Season", Term: "Complete, provisional"), new("indicator", "Indicator id"), new("county_fips", "County code"),
            ],
            Rows = Enumerable.Range(0, found.Count).Select(i => (Cell[])
            [
                Cell.Of(found.Get<string>(i, "period")), Cell.Of(MeasureCube.NameOf(found.Get<string>(i, "indicator")!)), Cell.Of(found.Get<string>(i, "age_band")), Cell.Of(CohortTables.County(names, found.Get<string>(i, "county_fips")!)),
                .. RateTable.Cells(rows[i]), AtAge(i), RateTable.Standing(found.Get<bool>(i, "is_complete")), Cell.Of(found.Get<string>(i, "indicator")), Cell.Of(found.Get<string>(i, "county_fips")),
            ]).ToArray(),
            Footnotes =
            [
                "Met at that age: those whose day of meeting it fell in the band, whatever their age on the season's last day. A band loses children to the next one as the season goes on, so the two counts differ.",
                "While a season runs, ages are those of the as-of date. Counties stand where nothing is suppressed, for the newest season that is over.", RateTable.Sample,
            ],
        };
    }
}
