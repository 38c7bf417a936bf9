using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Pdf;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Program;

/// <summary>The program report on one page: the findings in words, the key figures beside their goals, the map and the trend.</summary>
static class SummaryPage
{
    const string Style = "@page{margin:15mm 15mm 14mm}.two{display:grid;grid-template-columns:9fr 10fr;gap:6mm;align-items:start}figure{margin:.2rem 0}li{margin:.1rem 0}ul{padding-left:1.1rem;margin:.4rem 0}td,th{white-space:nowrap;padding:.08rem .35rem}.trend svg{max-height:62mm;width:auto}@media print{body{font-size:8.5pt}}";

    public static ReportResult Make(ReportRequest request)
    {
        var (report, enrolment, trend, coverage, timeliness) = ProgramReport.Read(request);
        var figures = Figures(report.Provenance, enrolment, coverage, timeliness);
        var summary = report with { Name = "program_summary", Title = "Immunization registry: summary", Sections = [new Section("Key figures", figures)] };
        var page = new Markup();
        HtmlWriter.Start(page, summary.Title, "en", HtmlWriter.RunningHeads(request.Agency.Name, report.Provenance.Line()) + Style);
        page.Element("h1", summary.Title).Element("p class=\"sub\"", $"{request.Agency.Name} · {report.Provenance.Line()}").Raw("<ul>");
        foreach (var words in report.Words) page.Element("li", words);
        page.Raw("</ul><div class=\"two\"><div>");
        HtmlWriter.Table(page, figures);
        page.Raw("</div><figure>").Element("figcaption", "Enrolment by county").Raw(CountyMap.Draw(new Chart(ChartKind.Map, "Enrolment by county", "county_fips", ["rate"], ProgramReport.EnrolmentGoal), enrolment, 1)).Raw("</figure></div>");
        page.Raw("<figure class=\"trend\">").Element("figcaption", "Enrolled children as a share of the registry's own, over time")
            .Raw(SvgChart.Draw(new Chart(ChartKind.Line, "Enrolment over time", "as_of", ["rate"]), trend, 2)).Raw("</figure></main></body></html>");
        return new ReportResult(summary, null) { Page = page.ToString() };
    }

    static Table Figures(Provenance from, Table enrolment, Table coverage, Table timeliness)
    {
        var rows = new List<Cell[]>();
        void Add(string what, string when, Cell value, double? goal) => rows.Add([Cell.Of(what), Cell.Of(when), value, goal is { } g ? Cell.Of(g) : Cell.Blank]);
        if (enrolment.List().FirstOrDefault(row => row[5].ToString() == "all") is { } all) Add("Children enrolled", $"{from.AsOf:yyyy-MM-dd}", all[4], ProgramReport.EnrolmentGoal);
        if (coverage.List() is [.., var last])
            foreach (var c in Enumerable.Range(1, coverage.Columns.Count - 1)) Add(coverage.Columns[c].Title, last[0].ToString(), last[c], null);
        if (timeliness.List() is [.., var quarter])
            foreach (var c in new[] { 2, 5 }) Add($"Doses entered {char.ToLowerInvariant(timeliness.Columns[c].Title[0])}{timeliness.Columns[c].Title[1..]}", quarter[0].ToString(), quarter[c], null);
        return new Table
        {
            Name = "key_figures", Title = "Key figures, whole jurisdiction",
            Columns = [new("figure", "Figure"), new("period", "Period"), new("value", "Value", ColumnType.Share, Decimals: 1), new("goal", "Goal", ColumnType.Share)],
            Rows = rows,
        };
    }
}
