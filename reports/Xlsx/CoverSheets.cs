using System.Globalization;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>The two sheets around the data: the cover (what this is, from which build, with which parameters) and the definitions.</summary>
static class CoverSheets
{
    const string Start = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>""";
    const string Page = """<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup orientation="portrait" fitToHeight="0"/>""";

    /// <summary>Characters of a line over the cover's three columns, of 114 digits' width together; text takes a little more than digits.</summary>
    const double Wrapped = 100;

    public static void Cover(XmlBytes xml, Report report, string[] tabs, IReadOnlyList<SheetResult> sheets)
    {
        xml.Raw(Start);
        xml.Raw("""<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="2" width="70" customWidth="1"/><col min="3" max="3" width="14" customWidth="1"/></cols><sheetData>"""u8);
        var row = 1;
        var links = new List<(int Row, string Tab)>();
        var merged = new List<string>();
        void Wide(int style, string text) => merged.Add(SheetWriter.WideRow(xml, row++, style, text, 2, Wrapped));
        SheetWriter.TextRow(xml, row++, CellStyle.Title, report.Title);
        if (report.Subtitle is { } subtitle) SheetWriter.TextRow(xml, row++, CellStyle.Note, subtitle);
        if (report.Label is { } label) Wide(CellStyle.Warning, label);
        foreach (var words in report.Words) Wide(CellStyle.Wrap, words);
        row++;
        foreach (var (name, value) in Facts(report)) Pair(xml, row++, CellStyle.General, name, CellStyle.Wrap, value);
        row++;
        Pair(xml, row, CellStyle.Header, "Sheet", CellStyle.Header, "What it holds", CellStyle.HeaderRight, "Rows");
        row++;
        for (var i = 0; i < tabs.Length; i++)
        {
            links.Add((row, tabs[i]));
            Pair(xml, row++, CellStyle.Link, tabs[i], CellStyle.Wrap, report.Sections[i].Table.Title, CellStyle.General,
                sheets[i].Rows.ToString("N0", CultureInfo.InvariantCulture));
            if (sheets[i].Cut > 0)
                Pair(xml, row++, CellStyle.General, "", CellStyle.Warning, SheetWriter.CutWords(sheets[i].Rows, sheets[i].Cut));
        }
        row++;
        SheetWriter.TextRow(xml, row++, CellStyle.Note, Symbols.SuppressedNote);
        SheetWriter.TextRow(xml, row, CellStyle.Note, Symbols.NotAvailableNote);
        xml.Raw("</sheetData>"u8);
        SheetWriter.Merge(xml, merged);
        xml.Raw("<hyperlinks>"u8);
        foreach (var (at, tab) in links)
        {
            xml.Raw(string.Create(CultureInfo.InvariantCulture, $"<hyperlink ref=\"A{at}\" location=\""));
            xml.Text(SheetLayout.Quoted(tab) + "!A1");
            xml.Raw("\"/>"u8);
        }
        xml.Raw("</hyperlinks>"u8);
        xml.Raw(Page);
        xml.Raw("</worksheet>"u8);
    }

    /// <summary>Parameters and provenance as name and value; names in words (age_from is "Age from").</summary>
    public static IEnumerable<(string Name, string Value)> Facts(Report report)
    {
        foreach (var (name, value) in report.Parameters) yield return (char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '), value);
        var from = report.Provenance;
        if (from.AsOf is { } asOf) yield return ("As of (had happened by)", asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (from.KnownBy is { } knownBy) yield return ("Known by (had been received by)", knownBy.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (from.Schedule is { } schedule) yield return ("Immunization schedule", schedule);
        yield return ("Build", from.BuildId);
        yield return ("Report", report.Name);
        yield return ("Made", from.MadeAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    public static void Definitions(XmlBytes xml, Report report)
    {
        xml.Raw(Start);
        xml.Raw("""<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/><col min="3" max="3" width="44" customWidth="1"/><col min="4" max="4" width="16" customWidth="1"/></cols><sheetData>"""u8);
        SheetWriter.TextRow(xml, 1, CellStyle.Title, "Definitions");
        SheetWriter.TextRow(xml, 2, CellStyle.Note, report.Provenance.Line());
        Pair(xml, 3, CellStyle.Header, "Term", CellStyle.Header, "Meaning", CellStyle.Header, "Source", CellStyle.Header, "Version");
        var row = 4;
        foreach (var definition in report.Definitions)
            Pair(xml, row++, CellStyle.Wrap, definition.Term, CellStyle.Wrap, definition.Text, CellStyle.Wrap, definition.Source ?? "", CellStyle.Wrap, definition.Version ?? "");
        xml.Raw("</sheetData>"u8);
        xml.Raw(Page);
        xml.Raw("</worksheet>"u8);
    }

    static void Pair(XmlBytes xml, int row, int styleA, string a, int styleB, string b, int styleC = 0, string? c = null, int styleD = 0, string? d = null)
    {
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{row}\">"));
        Put('A', styleA, a);
        Put('B', styleB, b);
        if (c is not null) Put('C', styleC, c);
        if (d is not null) Put('D', styleD, d);
        xml.Raw("</row>"u8);

        void Put(char column, int style, string text)
        {
            xml.Raw(string.Create(CultureInfo.InvariantCulture, $"<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
            xml.Text(SheetLayout.Cut(text, SheetLayout.MaxText));
            xml.Raw("</t></is></c>"u8);
        }
    }
}
