using System.Globalization;
using System.Text;
using RegistryAnalytics.Reports.Pdf;

namespace RegistryAnalytics.Reports.Writers;

/// <summary>A report as one accessible HTML page: also what Chromium prints as PDF.</summary>
public static class HtmlWriter
{
    /// <summary>Rows of a table that is not broken over two pages.</summary>
    const int MostKept = 16;

    /// <summary>The style of screen and paper: page numbers and running heads are margin boxes of the page.</summary>
    const string Style = """
        @page{size:letter portrait;margin:19mm 15mm 18mm}
        @page wide{size:letter landscape}
        .wide{page:wide}
        :root{--ink:#1c1c1c;--head:#1f3a5f;--rule:#c9c9c9}
        body{font:10pt/1.4 "Noto Sans","DejaVu Sans","Liberation Sans",Arial,sans-serif;color:var(--ink);max-width:70rem;margin:0 auto;padding:1rem}
        h1{font-size:18pt;color:var(--head);margin:0 0 .2rem}h2{font-size:13pt;color:var(--head);margin:1.4rem 0 .3rem}h2,section>p:not(.note){break-after:avoid}
        .sub,.from{color:#555;margin:.1rem 0}.label{border:2px solid #7a3e00;color:#7a3e00;padding:.3rem .6rem;display:inline-block;font-weight:bold;margin:.4rem 0}
        table{border-collapse:collapse;margin:.4rem 0;width:100%}caption{text-align:left;font-weight:bold;padding:.2rem 0}
        th,td{padding:.15rem .45rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
        thead th{background:var(--head);color:#fff;vertical-align:bottom}thead th.w,.wide thead th.n{white-space:normal}thead{display:table-header-group}tr{break-inside:avoid}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .d{white-space:nowrap}abbr{text-decoration:none}.keep{break-inside:avoid}tbody tr:nth-child(-n+2){break-before:avoid}.map{max-height:105mm;width:auto}caption{break-after:avoid}.wide table{font-size:7.5pt}.wide th,.wide td{padding:.12rem .25rem}
        .s{background:repeating-linear-gradient(45deg,#fff,#fff 3px,#ddd 3px,#ddd 4px);color:#444}
        .b{background:#ffe8cc;color:#8a3b00;font-weight:bold}
        .note{color:#444;font-size:9pt;margin:.15rem 0}figure{margin:.6rem 0;break-inside:avoid}figcaption{font-weight:bold}svg{max-width:100%;height:auto}
        dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.6rem 0}dt{color:#555}dd{margin:0}
        @media print{body{font-size:9pt;padding:0;max-width:none}a{color:inherit}dl.facts{grid-template-columns:max-content 1fr max-content 1fr}}
        """;

    /// <param name="moreStyle">CSS of ours after the common style.</param>
    public static void Write(Report report, Stream target, string moreStyle = "")
    {
        using var text = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        var html = new Markup();
        Start(html, report.Title, "en", RunningHeads(report.Title, report.Provenance.Line()) + moreStyle);
        // The head stands on the page of the first section, whichever way that lies.
        var isWide = report.Sections.Count > 0 && IsWide(report.Sections[0].Table);
        if (isWide) html.Raw("<div class=\"wide\">");
        Head(html, report);
        if (isWide) html.Raw("</div>");
        var charts = 0;
        foreach (var section in report.Sections)
        {
            Section(html, section, text, ref charts);
            html.Drain(text);
        }
        Definitions(html, report);
        html.Raw("</main></body></html>");
        html.Drain(text);
    }

    /// <summary>Opens a page of ours: head, style, and &lt;main&gt;.</summary>
    /// <param name="language">BCP 47 tag; screen readers choose their voice by it.</param>
    /// <param name="moreStyle">CSS of ours after the common style.</param>
    public static void Start(Markup html, string title, string language, string moreStyle) =>
        html.Raw("<!DOCTYPE html><html lang=\"").Text(language).Raw("\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Element("title", title).Raw("<style>").Raw(Style).Raw(moreStyle).Raw("</style></head><body><main>");

    /// <summary>Title at the head, provenance at the foot, page n of m.</summary>
    public static string RunningHeads(string title, string foot) =>
        "@page{@top-left{content:" + CssString(title) + ";font:8pt sans-serif;color:#555}@bottom-left{content:" + CssString(foot)
        + ";font:8pt sans-serif;color:#555}@bottom-right{content:\"Page \" counter(page) \" of \" counter(pages);font:8pt sans-serif;color:#555}}";

    /// <summary>A CSS string literal: everything but letters, digits and spaces is escaped, so that data cannot leave it.</summary>
    internal static string CssString(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or '-' or ':' or '·') css.Append(rune);
            else css.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:x6}");
        return css.Append('"').ToString();
    }

    static void Head(Markup html, Report report)
    {
        html.Element("h1", report.Title);
        if (report.Subtitle is { } subtitle) html.Element("p class=\"sub\"", subtitle);
        if (report.Label is { } label) html.Element("p class=\"label\"", label);
        foreach (var words in report.Words) html.Element("p", words);
        html.Raw("<dl class=\"facts\">");
        foreach (var (name, value) in Xlsx.CoverSheets.Facts(report)) html.Element("dt", name).Element("dd", value);
        html.Raw("</dl>");
    }

    /// <summary>Headings of numbers stay on one line up to so many characters.</summary>
    const int LongHeading = 20;

    /// <summary>Text of so many characters is not broken: a rank, a code; in the first column, a name.</summary>
    const int ShortText = 10, ShortName = 24;

    /// <summary>A table that needs a page across.</summary>
    static bool IsWide(Table table) => table.Columns.Count > 11;

    static void Section(Markup html, Section section, TextWriter target, ref int charts)
    {
        html.Raw(IsWide(section.Table) ? "<section class=\"wide\">" : "<section>").Element("h2", section.Name);
        foreach (var words in section.Words) html.Element("p", words);
        if (section.Table.Finding is { } finding) html.Element("p", finding);
        var table = section.Charts.Count > 0 ? section.Table.Loaded() : section.Table;
        foreach (var chart in section.Charts)
            html.Raw("<figure>").Element("figcaption", chart.Title).Raw(SvgChart.Draw(chart, table, ++charts)).Raw("</figure>");
        Table(html, table, target);
        html.Raw("</section>");
    }

    /// <summary>The table with caption, header scopes, states and footnotes; no style of its own.</summary>
    public static void Table(Markup html, Table table) => Table(html, table, null);

    static void Table(Markup html, Table table, TextWriter? target)
    {
        html.Raw(table.Rows is IReadOnlyCollection<Cell[]> { Count: <= MostKept } ? "<table class=\"keep\">" : "<table>").Element("caption", table.Title).Raw("<thead><tr>");
        foreach (var column in table.Columns)
        {
            var title = column.Unit is null ? column.Title : $"{column.Title} ({column.Unit})";
            html.Element(!column.IsNumeric ? "th scope=\"col\"" : title.Length > LongHeading ? "th scope=\"col\" class=\"n w\"" : "th scope=\"col\" class=\"n\"", title);
        }
        html.Raw("</tr></thead><tbody>");
        bool suppressed = false, missing = false, any = false;
        foreach (var row in table.Rows)
        {
            any = true;
            html.Raw("<tr>");
            for (var c = 0; c < row.Length; c++)
            {
                suppressed |= row[c].State == CellState.Suppressed;
                missing |= row[c].State == CellState.NotAvailable;
                OneCell(html, row[c], table.Columns[c], c == 0);
            }
            html.Raw("</tr>");
            if (target is not null && html.Length > 1 << 16) html.Drain(target);
        }
        if (!any) html.Raw($"<tr><td colspan=\"{table.Columns.Count}\">").Text(table.WhenEmpty).Raw("</td></tr>");
        html.Raw("</tbody></table>");
        foreach (var note in table.Footnotes) html.Element("p class=\"note\"", note);
        if (suppressed) html.Element("p class=\"note\"", Symbols.SuppressedNote);
        if (missing) html.Element("p class=\"note\"", Symbols.NotAvailableNote);
    }

    static void OneCell(Markup html, Cell cell, Column column, bool isRowHeader)
    {
        var text = CellText.Show(cell, column);
        var isDay = column.Type is ColumnType.Date or ColumnType.Instant;
        if (isRowHeader) html.Element(isDay || text.Length <= ShortName ? "th scope=\"row\" class=\"d\"" : "th scope=\"row\"", text);
        else if (cell.State == CellState.Suppressed) html.Raw("<td class=\"n s\"><abbr title=\"suppressed\">").Text(text).Raw("</abbr></td>");
        else if (cell.State == CellState.NotAvailable) html.Raw("<td class=\"n\"><abbr title=\"not available\">").Text(text).Raw("</abbr></td>");
        else if (CellText.IsBelowGoal(cell, column)) html.Raw("<td class=\"n b\"><span aria-hidden=\"true\">▼ </span>").Text(text).Raw("</td>");
        else html.Element(column.IsNumeric ? "td class=\"n\"" : isDay || text.Length <= ShortText ? "td class=\"d\"" : "td", text);
    }

    static void Definitions(Markup html, Report report)
    {
        if (report.Definitions.Count == 0) return;
        html.Raw("<section><h2>Definitions</h2><dl>");
        foreach (var definition in report.Definitions)
        {
            html.Raw("<dt><strong>").Text(definition.Term).Raw("</strong></dt><dd>").Text(definition.Text);
            var from = string.Join(", ", new[] { definition.Source, definition.Version is null ? null : "version " + definition.Version }.Where(part => !string.IsNullOrEmpty(part)));
            if (from.Length > 0) html.Element("div class=\"note\"", from);
            html.Raw("</dd>");
        }
        html.Raw("</dl></section>");
    }
}
