using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;

namespace RegistryAnalytics.Reports.Cohorts;

/// <summary>School entry, age-standardised rates and the birth dose, by place.</summary>
static class PlaceTables
{
    /// <summary>Why children are not up to date, by column. With those up to date they are all children, so that four of the five would give away a fifth.</summary>
    static readonly string[] Reasons = ["n_medical", "n_religious", "n_other_refusal", "n_without_reason"];

    /// <summary>Children at school entry. All rules of a school year and grade are one cube, the reasons of those not up to date among them.</summary>
    public static Table SchoolEntry(ReportRequest request, MemberNames names, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "school_entry");
        var rows = new List<Cell[]>();
        foreach (var year in Enumerable.Range(0, found.Count).GroupBy(i => (Year: found.Get<string>(i, "school_year")!, Grade: found.Get<string>(i, "grade")!)))
        {
            RateRow Counted(int i, string prefix, string met)
            {
                var (dimension, member) = found.Get<string>(i, "county_fips")! is "state" ? ("state", "all") : ("county", found.Get<string>(i, "county_fips")!);
                return CohortTables.Row(prefix + found.Get<string>(i, "indicator"), dimension, member, names.Of(dimension, member), found.Get<long>(i, "n_children"), found.Get<long>(i, met));
            }
            var known = Reasons.Where(reason => year.All(i => found.Get<long?>(i, reason) is not null)).ToArray();
            var hidden = Disclosure.ExchangeDisclosure.Hide([.. year.Select(i => Counted(i, "", "n_up_to_date")), .. known.SelectMany(reason => year.Select(i => Counted(i, reason + " ", reason)))], threshold);
            var reasons = hidden.Where(row => row.Indicator.Contains(' ', StringComparison.Ordinal)).ToDictionary(row => (row.Indicator, row.Dimension, row.Member));
            // Where the whole cannot show one of the five, no reason of the rule is shown.
            var closed = hidden.Where(row => row.Dimension == "state" && row.NumeratorCell.State == CellState.Suppressed).Select(row => row.Indicator[(row.Indicator.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToHashSet(StringComparer.Ordinal);
            Cell Reason(RateRow row, string reason) => !known.Contains(reason) ? Cell.NotAvailable
                : closed.Contains(row.Indicator) ? Cell.Suppressed
                : reasons[($"{reason} {row.Indicator}", row.Dimension, row.Member)].NumeratorCell;
            var isComplete = year.All(i => found.Get<bool>(i, "is_complete"));
            var rulesOf = found.Get<string>(year.First(), "rules_of") is "default" ? "Default set" : found.Get<string>(year.First(), "rules_of");
            foreach (var row in CohortTables.Sorted(hidden.Where(row => !row.Indicator.Contains(' ', StringComparison.Ordinal))))
                rows.Add([
                    Cell.Of(year.Key.Year), Cell.Of(year.Key.Grade == "kindergarten" ? "Kindergarten" : "Seventh grade"), Cell.Of(MeasureCube.NameOf(row.Indicator)), Cell.Of(row.Label), .. RateTable.Cells(row),
                    .. Reasons.Select(reason => Reason(row, reason)), RateTable.Standing(isComplete), Cell.Of(rulesOf), Cell.Of(row.Indicator), Cell.Of(row.Member),
                ]);
        }
        return new Table
        {
            Name = "school_entry",
            Title = "School entry: children of the grade's age who meet its rules on the day of assessment",
            Columns =
            [
                new("school_year", "School year"), new("grade", "Grade"), new("indicator_name", "Rule"), new("label", "Place"), .. RateTable.Counted("Children", "Up to date", "children"),
                new("n_medical", "Not: medical", ColumnType.Whole, "children"), new("n_religious", "Not: religious", ColumnType.Whole, "children"), new("n_other_refusal", "Not: other refusal", ColumnType.Whole, "children"),
                new("n_without_reason", "Not: no reason", ColumnType.Whole, "children"), new("standing", "School year so far", Term: "Complete, provisional"), new("rules_of", "Rules of"), new("indicator", "Indicator id"), new("member", "County code"),
            ],
            Rows = rows,
            Footnotes =
            [
                "Children of the registry who lived here on the day of assessment, by age and county, not enrolled pupils. Rules are those of the state where the rule table has them, else the default set, as the column says; confirm them with the state before use.",
                "Not up to date by the first reason on record by the day of assessment: a contraindication of the vaccine; a refusal for religion; another refusal (a parent's or patient's decision, other, none told). What senders told, not exemptions that a school holds. "
                + "A philosophical exemption cannot be ascertained: the code table of refusals has no code for it. n/a: the registry holds nothing of that kind about anybody.",
                "Provisional: the day of assessment has not come.", RateTable.Sample,
            ],
        };
    }

    static Dictionary<(string, string, string), RateRow> Cube(ReportRequest request, string measure, string period, int threshold) =>
        MeasureCube.Read(request.Facts, measure, period, threshold).Rows.ToDictionary(Key);

    static (string, string, string) Key(RateRow row) => (row.Indicator, row.Dimension, row.Member);

    static RateRow OfPlace(MemberNames names, string indicator, string county, long n, long met) => county == "state"
        ? CohortTables.Row(indicator, "state", "all", names.Of("state", "all"), n, met) : CohortTables.Row(indicator, "county", county, names.Of("county", county), n, met);

    /// <summary>Whether the mart counts as the measure's cube does. Where it does not, what the cube hides is not what must be hidden here.</summary>
    static bool Agrees(IEnumerable<RateRow> rows, Dictionary<(string, string, string), RateRow> cube) =>
        rows.All(row => cube.TryGetValue(Key(row), out var counted) && counted.Denominator == row.Denominator && counted.Numerator == row.Numerator);

    /// <summary>Crude and standardised rates; hidden exactly where the measure's own cube hides the counts behind them.</summary>
    public static Table Standardised(ReportRequest request, MemberNames names, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "standardised");
        var rows = new List<Cell[]>();
        foreach (var group in Enumerable.Range(0, found.Count).GroupBy(i => (Measure: found.Get<string>(i, "measure")!, Period: found.Get<string>(i, "period")!)))
        {
            var cube = Cube(request, group.Key.Measure, group.Key.Period, threshold);
            RateRow Counted(int i) => OfPlace(names, found.Get<string>(i, "indicator")!, found.Get<string>(i, "county_fips")!, found.Get<long>(i, "n_denominator"), found.Get<long>(i, "n_numerator"));
            var withCounties = threshold <= 1 || Agrees(group.Select(Counted), cube);
            var isComplete = !MeasureCube.IsProvisional(request.Facts, group.Key.Measure, group.Key.Period);
            var title = RateTable.Definition(request.Facts, group.Key.Measure).Title;
            foreach (var i in group)
            {
                var (indicator, county) = (found.Get<string>(i, "indicator")!, found.Get<string>(i, "county_fips")!);
                var row = Counted(i);
                if (row.Dimension != "state" && !withCounties) continue;
                row = withCounties ? row with { Hidden = cube.TryGetValue(Key(row), out var counted) ? counted.Hidden : Hidden.None } : CohortTables.HideEach([row], threshold)[0];
                Cell Shown(string column) => row.RateCell.State == CellState.Suppressed ? Cell.Suppressed : Cell.Of(found.Get<double>(i, column));
                rows.Add([
                    Cell.Of(title), Cell.Of(group.Key.Period), Cell.Of(MeasureCube.NameOf(indicator)), Cell.Of(row.Label), row.DenominatorCell, row.NumeratorCell, row.RateCell, Shown("standardised_rate"), Shown("rate_low"), Shown("rate_high"),
                    row.DenominatorCell.State == CellState.Suppressed ? Cell.Suppressed : Cell.Of(found.Get<long>(i, "n_age_groups")), RateTable.Standing(isComplete), Cell.Of(found.Get<string>(i, "measure")), Cell.Of(indicator), Cell.Of(county),
                ]);
            }
        }
        return new Table
        {
            Name = "age_standardised",
            Title = "Rates standardised by age, to the US standard population of 2000, by county",
            Columns =
            [
                new("measure_title", "Measure"), new("period", "Period"), new("indicator_name", "Indicator"), new("label", "Place"), new("n", "Persons", ColumnType.Whole, "persons"), new("n_met", "Met", ColumnType.Whole, "persons"),
                new("crude_rate", "Crude rate", ColumnType.Share, Decimals: 1), new("standardised_rate", "Standardised", ColumnType.Share, Decimals: 1), new("rate_low", "95 % from", ColumnType.Share, Decimals: 1), new("rate_high", "95 % to", ColumnType.Share, Decimals: 1),
                new("n_age_groups", "Age groups", ColumnType.Whole), new("standing", "Period so far", Term: "Complete, provisional"), new("measure", "Measure id"), new("indicator", "Indicator id"), new("county_fips", "County code"),
            ],
            Rows = rows,
            Footnotes =
            [
                RateTable.LowerBound,
                "Standardised: what the rate would be with the standard population's ages, over the age groups in which the place has someone. Compare places by it only where they have the same number of age groups.",
            ],
        };
    }

    /// <summary>By birth facility for those who see counts as they are, like practices; by residence from the measure's own cube.</summary>
    public static Table BirthDose(ReportRequest request, MemberNames names, int threshold)
    {
        var found = ReportSql.Rows(request.Facts, "birth_dose");
        var rows = new List<Cell[]>();
        foreach (var group in Enumerable.Range(0, found.Count).GroupBy(i => found.Get<string>(i, "period")!))
        {
            var isComplete = group.All(i => found.Get<bool>(i, "is_complete"));
            var cube = Cube(request, "hepb_birth_dose", group.Key, threshold);
            RateRow Residence(int i) => OfPlace(names, found.Get<string>(i, "indicator")!, found.Get<string>(i, "place")!, found.Get<long>(i, "n_denominator"), found.Get<long>(i, "n_numerator"));
            var withCounties = threshold <= 1 || Agrees(group.Where(i => found.Get<string>(i, "place_kind") == "residence").Select(Residence), cube);
            void Add(string kind, RateRow row) => rows.Add([Cell.Of(group.Key), Cell.Of(MeasureCube.NameOf(row.Indicator)), Cell.Of(kind), Cell.Of(row.Label), .. RateTable.Cells(row), RateTable.Standing(isComplete), Cell.Of(row.Indicator), Cell.Of(row.Member)]);
            foreach (var indicator in group.GroupBy(i => found.Get<string>(i, "indicator")!))
            {
                if (cube.TryGetValue((indicator.Key, "state", "all"), out var state)) Add("all", state);
                foreach (var i in indicator)
                {
                    var (kind, place) = (found.Get<string>(i, "place_kind")!, found.Get<string>(i, "place")!);
                    if (kind == "residence" && withCounties) Add("residence", Residence(i) with { Hidden = cube.TryGetValue((indicator.Key, "county", place), out var counted) ? counted.Hidden : Hidden.None });
                    if (kind == "facility" && threshold <= 1) Add("birth facility", CohortTables.Row(indicator.Key, kind, place, place == "unknown" ? "No facility told" : place, found.Get<long>(i, "n_denominator"), found.Get<long>(i, "n_numerator")));
                }
            }
        }
        return new Table
        {
            Name = "birth_dose",
            Title = "Hepatitis B birth dose by county of residence and birth facility",
            Columns =
            [
                new("period", "Born in"), new("indicator_name", "Dose"), new("place_kind", "By"), new("label", "Place"), .. RateTable.Counted("Children", "With the dose", "children"),
                new("standing", "Year", Term: "Complete, provisional"), new("indicator", "Indicator id"), new("place", "Place code"),
            ],
            Rows = rows,
            Footnotes = [threshold <= 1 ? "The facility is that of the newest birth record." : "Birth facilities are given to those only who see counts as they are.", "Provisional: the youngest of the year have not reached the third day.", RateTable.Sample],
        };
    }
}
