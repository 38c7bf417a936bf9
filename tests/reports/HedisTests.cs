using System.Globalization;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Hedis;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Tests.Reports;

public class HedisTests
{
    [Fact]
    public void The_workbook_has_a_summary_a_sheet_for_each_of_13_indicators_and_definitions()
    {
        using var facts = Facts.WithMeasures();
        var workbook = WorkbookAssert.Write(ReportRunner.Make("hedis", facts.Request()).Report!);
        var tabs = WorkbookAssert.Tabs(workbook);
        Assert.Equal(["Cover", "Summary", "ECDS", "DTaP", "Polio (IPV)", "MMR", "Hib", "Hepatitis B", "Varicella", "Pneumococcal (PCV)", "Hepatitis A", "Rotavirus", "Influenza", "Combination 3", "Combination 7", "Combination 10", "Definitions"], tabs);
        Assert.Equal(0, WorkbookAssert.Formulas(workbook));
    }

    [Fact]
    public void Rates_and_intervals_in_the_workbook_equal_the_counts_of_the_build()
    {
        using var facts = Facts.WithMeasures();
        var cells = WorkbookAssert.Cells(WorkbookAssert.Write(ReportRunner.Make("hedis", facts.Request()).Report!), "Summary");
        var state = facts.Connection.QueryRows("select n_denominator, n_numerator from agg_measure_rate where dimension = 'state' and period = '2025' and indicator = 'dtap'");
        var (d, n) = (state.Get<long>(0, "n_denominator"), state.Get<long>(0, "n_numerator"));
        Assert.Equal("DTaP", cells["A4"].Value);
        Assert.Equal(d, long.Parse(cells["D4"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(n, long.Parse(cells["E4"].Value, CultureInfo.InvariantCulture));
        Assert.Equal((double)n / d, double.Parse(cells["F4"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(Wilson.Interval(n, d).Low, double.Parse(cells["G4"].Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Without_a_roster_no_figure_is_called_a_HEDIS_rate()
    {
        using var facts = Facts.WithMeasures();
        var without = ReportRunner.Make("hedis", facts.Request()).Report!;
        Assert.Contains(HedisReport.NoRoster, without.Label);
        facts.Run("insert into build_info values ('has_roster', 'true')");
        Assert.Equal(HedisReport.Label, ReportRunner.Make("hedis", facts.Request()).Report!.Label);
    }

    [Theory]
    [InlineData("measure", "nosuch", "has no figures")]
    [InlineData("period", "1999", "was not counted for 1999")]
    [InlineData("goal", "many", "is not a whole")]
    [InlineData("colour", "red", "has no parameter colour")]
    [InlineData("audience", "friends", "is none of public, staff")]
    public void A_bad_parameter_is_a_reason_not_an_exception(string name, string value, string reason)
    {
        using var facts = Facts.WithMeasures();
        var result = ReportRunner.Make("hedis", facts.Request(Role.StateAdmin, (name, value)));
        Assert.Null(result.Report);
        Assert.Contains(reason, result.Problem);
    }

    [Fact]
    public void A_role_that_may_not_run_a_report_is_refused()
    {
        using var facts = Facts.WithMeasures();
        Assert.Contains("may not run it", ReportRunner.Make("hedis", facts.Request(Role.Public)).Problem);
    }

    [Theory]
    [InlineData(0, 10, 0.0000, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(81, 90, 0.8208, 0.9465)]
    [InlineData(10, 10, 0.7225, 1.0000)]
    public void Wilson_intervals_match_published_values(long numerator, long denominator, double low, double high)
    {
        var (from, to) = Wilson.Interval(numerator, denominator);
        Assert.Equal(low, from, 0.00005);
        Assert.Equal(high, to, 0.00005);
    }

    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Intervals_of_a_difference_match_Newcombe_s(long n, long of, long otherN, long otherOf, double low, double high)
    {
        var (from, to) = Wilson.Difference(n, of, otherN, otherOf);
        Assert.Equal(low, from, 0.00005);
        Assert.Equal(high, to, 0.00005);
    }

    [Fact]
    public void Every_format_gives_the_same_numbers()
    {
        using var facts = Facts.WithMeasures();
        using var runner = new ReportRunner();
        var folder = Directory.CreateTempSubdirectory("reports-").FullName;
        try
        {
            var request = facts.Request(Role.StateAdmin, ("by", "county"));
            foreach (var extension in new[] { "csv", "xlsx", "parquet", "json", "html" })
                Assert.Null(runner.Write("coverage", request, Path.Combine(folder, "coverage." + extension)).Problem);
            var wanted = ReportRunner.Make("coverage", request).Report!.Sections[0].Table.List().Select(row => $"{row[0]}|{row[3]}|{row[6]}|{row[7]}|{row[8].AsReal():R}").ToArray();

            string[] Sql(string from) => facts.Connection.QueryRows($"select indicator, label, n_denominator, n_numerator, rate from {from}")
                .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0]}|{row[1]}|{row[2]}|{row[3]}|{row[4]:R}")).ToArray();
            Assert.Equal(wanted, Sql($"read_csv('{folder}/coverage.csv', header = true, types = {{'rate': 'DOUBLE'}})"));
            Assert.Equal(wanted, Sql($"read_parquet('{folder}/coverage.parquet')"));

            var workbook = File.ReadAllBytes(Path.Combine(folder, "coverage.xlsx"));
            WorkbookAssert.Valid(workbook);
            var cells = WorkbookAssert.Cells(workbook, "Coverage");
            Assert.Equal(wanted, Enumerable.Range(4, wanted.Length).Select(r => string.Create(CultureInfo.InvariantCulture, $"{cells["A" + r].Value}|{cells["D" + r].Value}|{cells["G" + r].Value}|{cells["H" + r].Value}|{double.Parse(cells["I" + r].Value, CultureInfo.InvariantCulture):R}")));

            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "coverage.json")));
            Assert.Equal(wanted, json.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray().Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0]}|{row[3]}|{row[6]}|{row[7]}|{row[8].GetDouble():R}")));

            var html = File.ReadAllText(Path.Combine(folder, "coverage.html"));
            Assert.Equal(wanted.Length, html.Split("<th scope=\"row\"").Length - 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
