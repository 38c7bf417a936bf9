using System.Text;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>The page of a report whose long tables are cut for paper, and say so: the workbook has all rows.</summary>
static class PaperCut
{
    /// <param name="most">Rows of a section that are kept; <see cref="int.MaxValue"/> for all.</param>
    public static string Page(Report report, Func<Section, int> most, string moreStyle = "")
    {
        var sections = report.Sections.Select(section =>
        {
            var (rows, kept) = (section.Table.List(), most(section));
            return rows.Count <= kept ? section : section with
            {
                Table = section.Table with { Rows = rows.Take(kept).ToArray(), Footnotes = [.. section.Table.Footnotes, $"The first {kept} of {rows.Count:N0}; the workbook has all."] },
            };
        }).ToArray();
        using var html = new MemoryStream();
        HtmlWriter.Write(report with { Sections = sections }, html, moreStyle);
        return Encoding.UTF8.GetString(html.GetBuffer().AsSpan(0, (int)html.Length));
    }
}
