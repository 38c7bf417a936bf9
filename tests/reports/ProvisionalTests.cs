using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Measures;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Tests.Reports;

/// <summary>A period that is not over says so in words in every report that prints its figures.</summary>
public class ProvisionalTests
{
    static readonly (string Name, (string, string)[] Parameters)[] Printing =
    [
        ("coverage", [("by", "practice")]), ("hedis", []), ("hedis_members", []), ("line_list", [("indicator", "dtap")]), ("practice", [("practice", "10")]), ("program", []), ("program_summary", []),
    ];

    static string Page(Facts facts, string name, (string, string)[] parameters)
    {
        var result = EveryReportTests.Make(facts, name, parameters);
        Assert.True(result.Problem is null, result.Problem);
        if (result.Page is { } page) return page;
        using var html = new MemoryStream();
        HtmlWriter.Write(result.Report!, html);
        return System.Text.Encoding.UTF8.GetString(html.ToArray());
    }

    [Fact]
    public void Every_report_that_prints_a_measure_marks_an_unfinished_period_in_words_and_no_finished_one()
    {
        using var facts = EveryReportTests.State();
        foreach (var (name, parameters) in Printing) Assert.DoesNotContain("2025 (provisional)", Page(facts, name, parameters));
        facts.Run("update agg_measure_rate set is_complete = false where measure = 'cis' and period = '2025'");
        foreach (var (name, parameters) in Printing)
        {
            var page = Page(facts, name, parameters);
            Assert.True(page.Contains("2025 (provisional)", StringComparison.Ordinal), $"{name} does not mark the unfinished period.");
            Assert.DoesNotContain("2024 (provisional)", page);
            if (name != "program_summary") Assert.Contains(RateTable.Provisional[..40], page);
        }
    }

    [Fact]
    public void The_mark_stands_in_the_workbook_too()
    {
        using var facts = Facts.WithMeasures();
        facts.Run("update agg_measure_rate set is_complete = false where period = '2025'");
        var workbook = WorkbookAssert.Write(ReportRunner.Make("hedis", facts.Request()).Report!);
        foreach (var tab in new[] { "Summary", "DTaP" }) Assert.Contains(WorkbookAssert.Cells(workbook, tab).Values, cell => cell.Value.Contains("2025 (provisional)", StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_of_adults_are_called_a_lower_bound_and_those_of_children_are_not()
    {
        using var facts = Facts.WithMeasures();
        string[] notes(string measure) => ReportRunner.Make("coverage", facts.Request(RegistryAnalytics.Reports.Release.Role.StateEpi, ("measure", measure))).Report!.Sections[0].Table.Footnotes.ToArray();
        Assert.DoesNotContain(RateTable.LowerBound, notes("cis"));
        facts.Run("update agg_measure_rate set measure = 'ais'");
        Assert.Contains(RateTable.LowerBound, notes("ais"));
    }
}
