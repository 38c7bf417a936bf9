using System.Globalization;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Cohorts;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Program;

/// <summary>Who takes part: adolescents and adults against the census, sites, and births with their records.</summary>
static class ParticipationTables
{
    const string Measure = "participation";

    /// <summary>One age group by county; counts are cut from the measure's own cube, so that every report hides the same.</summary>
    public static Table Persons(ReportRequest request, string indicator, int threshold, bool isPublic)
    {
        var period = MeasureCube.Periods(request.Facts, Measure).FirstOrDefault();
        var rows = period is null ? [] : MeasureCube.Read(request.Facts, Measure, period, threshold).Of(indicator).Where(row => row.Dimension is "state" or "county").ToArray();
        var found = ReportSql.Rows(request.Facts, "participation_census", ("period", period));
        var census = Enumerable.Range(0, found.Count).Where(i => found.Get<string>(i, "indicator") == indicator && found.Get<long?>(i, "census_population") is > 0)
            .ToDictionary(i => found.Get<string>(i, "member")!, i => found.Get<long>(i, "census_population"));
        var who = MeasureCube.NameOf(indicator);
        Cell Rate(RateRow row) => !census.TryGetValue(row.Member, out var population) ? Cell.NotAvailable
            : row.NumeratorCell.State == CellState.Suppressed ? Cell.Suppressed
            : Cell.Of(isPublic ? Math.Min(1, (double)row.Numerator / population) : (double)row.Numerator / population);
        var state = rows.Where(row => row.Dimension == "state").Select(Rate).FirstOrDefault(Cell.NotAvailable);
        return new Table
        {
            Name = $"participation_{indicator}",
            Title = $"{who}, who take part in the registry{(period is null ? "" : $" on {period}")}, by county",
            Columns =
            [
                new("county", "County"), new("n_registry", "In the registry", ColumnType.Whole, "persons"), new("n_numerator", "Take part", ColumnType.Whole, "persons"), new("census_population", "Census estimate", ColumnType.Whole, "persons"),
                new("rate", "Participation", ColumnType.Share, Decimals: 1, Term: "Participation"), new("county_fips", "County code"),
            ],
            Rows = rows.Select(row => (Cell[])[Cell.Of(row.Label), row.DenominatorCell, row.NumeratorCell, census.TryGetValue(row.Member, out var population) ? Cell.Of(population) : Cell.NotAvailable, Rate(row), Cell.Of(row.Member)]).ToArray(),
            Footnotes =
            [
                indicator == "adult" ? RateTable.LowerBound : "Adolescents take part with two doses since the 11th birthday.",
                isPublic ? "Rates above 100 % are shown as 100 %: the census estimate is smaller than the registry's count." : "Rates above 100 % are shown as they are: the registry holds movers and duplicates that the census estimate does not.",
            ],
            Finding = state.IsNumber ? $"{who}: {CellText.Percent(state.AsReal(), 1)} of the census estimate take part." : null,
        };
    }

    public static Table Sites(ReportRequest request)
    {
        var found = ReportSql.Rows(request.Facts, "sites");
        return new Table
        {
            Name = "sites",
            Title = "Sites that submitted in the six months to the as-of date",
            Columns = [new("kind", "Sites"), new("n_sites", "On file and open", ColumnType.Whole, "sites"), new("n_submitting", "Submitting", ColumnType.Whole, "sites"), new("rate", "Share", ColumnType.Share, Decimals: 1), new("n_vaccinating", "Vaccinating", ColumnType.Whole, "sites")],
            Rows = Enumerable.Range(0, found.Count).Select(i => (Cell[])
            [
                Cell.Of(found.Get<string>(i, "kind") switch { "all" => "All", "public" => "Public (health departments)", "private" => "Private", var other => other }), Cell.Of(found.Get<long>(i, "n_sites")), Cell.Of(found.Get<long>(i, "n_submitting")),
                Cell.Share(found.Get<long>(i, "n_submitting"), found.Get<long>(i, "n_sites")), Cell.Of(found.Get<long>(i, "n_vaccinating")),
            ]).ToArray(),
            Footnotes = ["Submitting: a message or file of these months names the site, whenever its doses were given. Vaccinating: the site gave a dose in these months."],
        };
    }

    public static Table Births(ReportRequest request, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "birth_capture");
        RateRow[] Of(string column) => CohortTables.HideEach(Enumerable.Range(0, found.Count).Select(i => CohortTables.Row("", "", "", "", found.Get<long>(i, "n_persons"), found.Get<long>(i, column))), threshold).ToArray();
        var (captured, both, soon) = (Of("n_birth_record"), Of("n_birth_and_other"), Of("n_within_14_days"));
        return new Table
        {
            Name = "birth_capture",
            Title = "Children of the registry with a birth record, by birth year",
            Columns =
            [
                new("birth_year", "Born in"), new("n_persons", "In the registry", ColumnType.Whole, "children"), new("n_birth_record", "With a birth record", ColumnType.Whole, "children"), new("captured_rate", "Share", ColumnType.Share, Decimals: 1),
                new("n_birth_and_other", "and told of by others", ColumnType.Whole, "children"), new("n_within_14_days", "Birth record within 14 days", ColumnType.Whole, "children"), new("census_births", "Census estimate of age 0", ColumnType.Whole, "children"),
                new("standing", "Year", Term: "Complete, provisional"),
            ],
            Rows = Enumerable.Range(0, found.Count).Select(i => (Cell[])
            [
                Cell.Of(found.Get<long>(i, "birth_year").ToString(CultureInfo.InvariantCulture)), captured[i].DenominatorCell, captured[i].NumeratorCell, captured[i].RateCell, both[i].NumeratorCell, soon[i].NumeratorCell,
                found.Get<long?>(i, "census_births") is { } census ? Cell.Of(census) : Cell.NotAvailable, RateTable.Standing(found.Get<bool>(i, "is_complete")),
            ]).ToArray(),
            Footnotes = ["Provisional: the year is not over on the as-of date."],
        };
    }
}
