using System.Globalization;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>What was written on a sheet.</summary>
/// <param name="Rows">Data rows on the sheet.</param>
/// <param name="LastRow">Last row used by data or notes, 1-based.</param>
/// <param name="Cut">Rows that did not fit; they are in words on the sheet and on the cover.</param>
sealed record SheetResult(long Rows, int LastRow, long Cut, IReadOnlyList<Cell[]> FirstRows);

/// <summary>Streams one table into a worksheet part: constant memory, values typed, never a formula.</summary>
static class SheetWriter
{
    /// <summary>Rows that columns are made wide enough for.</summary>
    const int SampleRows = 1_000;

    /// <param name="keep">First rows to hand back for charts.</param>
    /// <param name="maxRows">Rows a sheet may have, at most <see cref="SheetLayout.ExcelRows"/>.</param>
    public static SheetResult Write(XmlBytes xml, Report report, Section section, bool hasDrawing, bool isFirstSelected, int keep, int maxRows)
    {
        var table = section.Table;
        using var rows = table.Rows.GetEnumerator();
        var sample = new List<Cell[]>();
        while (sample.Count < Math.Max(SampleRows, keep) && rows.MoveNext()) sample.Add(rows.Current.ToArray());

        var widths = SheetLayout.Widths(table, sample);
        var span = SheetLayout.NoteSpan(widths);
        var merged = new List<string>();
        void Wide(int row, int style, string text) => merged.Add(WideRow(xml, row, style, text, span.Column, span.Width));
        Head(xml, widths, isFirstSelected);
        TextRow(xml, 1, CellStyle.Title, table.Title);
        Wide(2, CellStyle.WideNote, report.Label is null ? report.Provenance.Line() : $"{report.Label} · {report.Provenance.Line()}");
        HeaderRow(xml, table, widths);

        var writer = new RowWriter(xml, table);
        var notes = Notes(section);
        var room = maxRows - SheetLayout.HeaderRow - notes.Count - 3;
        long written = 0, cut = 0;
        foreach (var row in sample) Next(row);
        while (rows.MoveNext()) Next(rows.Current);

        void Next(Cell[] row)
        {
            if (written >= room) cut++;
            else writer.Write(SheetLayout.HeaderRow + (int)++written, row);
        }

        var last = SheetLayout.HeaderRow + (int)written;
        var note = last + 1;
        if (cut > 0)
            Wide(++note, CellStyle.Warning, CutWords(written, cut));
        foreach (var text in notes) Wide(++note, CellStyle.WideNote, text);
        xml.Raw("</sheetData>"u8);
        Tail(xml, report, table, last, hasDrawing, merged);
        return new(written, note, cut, sample);
    }

    /// <summary>The row limit, in words.</summary>
    public static string CutWords(long written, long cut) => string.Create(CultureInfo.InvariantCulture,
        $"Only the first {written:N0} of {written + cut:N0} rows are here: a sheet cannot hold more. Ask for the CSV or Parquet file for all rows.");

    static List<string> Notes(Section section)
    {
        var notes = new List<string>(section.Words);
        if (section.Table.Finding is { } finding) notes.Insert(0, finding);
        notes.AddRange(section.Table.Footnotes);
        return notes;
    }

    static void Head(XmlBytes xml, double[] widths, bool selected)
    {
        xml.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>"""u8);
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<sheetViews><sheetView showGridLines="0" {(selected ? "tabSelected=\"1\" " : "")}workbookViewId="0"><pane ySplit="{SheetLayout.HeaderRow}" topLeftCell="A{SheetLayout.HeaderRow + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{SheetLayout.HeaderRow + 1}" sqref="A{SheetLayout.HeaderRow + 1}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>"""));
        for (var c = 0; c < widths.Length; c++)
            xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<col min="{c + 1}" max="{c + 1}" width="{widths[c]:0.##}" customWidth="1"/>"""));
        xml.Raw("</cols><sheetData>"u8);
    }

    internal static void TextRow(XmlBytes xml, int row, int style, string text)
    {
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<row r="{row}"><c r="A{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"""));
        xml.Text(SheetLayout.Cut(text, SheetLayout.MaxText));
        xml.Raw("</t></is></c></row>"u8);
    }

    /// <summary>A text over several columns, broken over as many lines as it needs: on paper a text that runs over its last column would shrink the whole sheet.</summary>
    /// <returns>The cells it takes, which are to be merged.</returns>
    internal static string WideRow(XmlBytes xml, int row, int style, string text, int lastColumn, double width)
    {
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<row r="{row}" ht="{SheetLayout.Height(text, width)}" customHeight="1"><c r="A{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"""));
        xml.Text(SheetLayout.Cut(text, SheetLayout.MaxText));
        xml.Raw("</t></is></c></row>"u8);
        return string.Create(CultureInfo.InvariantCulture, $"A{row}:{SheetLayout.ColumnName(lastColumn)}{row}");
    }

    internal static void Merge(XmlBytes xml, IReadOnlyList<string> ranges)
    {
        if (ranges.Count == 0) return;
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<mergeCells count="{ranges.Count}">"""));
        foreach (var range in ranges) xml.Raw($"""<mergeCell ref="{range}"/>""");
        xml.Raw("</mergeCells>"u8);
    }

    static void HeaderRow(XmlBytes xml, Table table, double[] widths)
    {
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<row r="{SheetLayout.HeaderRow}" ht="{SheetLayout.HeaderHeight(table, widths)}" customHeight="1">"""));
        for (var c = 0; c < table.Columns.Count; c++)
        {
            var column = table.Columns[c];
            var style = column.IsNumeric ? CellStyle.HeaderRight : CellStyle.Header;
            xml.Raw($"""<c r="{SheetLayout.ColumnName(c)}{SheetLayout.HeaderRow}" s="{style}" t="inlineStr"><is><t xml:space="preserve">""");
            xml.Text(SheetLayout.Heading(column));
            xml.Raw("</t></is></c>"u8);
        }
        xml.Raw("</row>"u8);
    }

    static void Tail(XmlBytes xml, Report report, Table table, int last, bool hasDrawing, List<string> merged)
    {
        var first = SheetLayout.HeaderRow + 1;
        var end = SheetLayout.ColumnName(table.Columns.Count - 1);
        xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<autoFilter ref="A{SheetLayout.HeaderRow}:{end}{Math.Max(last, SheetLayout.HeaderRow)}"/>"""));
        Merge(xml, merged);
        if (last >= first) Rules(xml, table, first, last);
        xml.Raw("""<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>"""u8);
        // A short table and its charts go on one page together.
        xml.Raw(hasDrawing && last - first < 40 ? """<pageSetup orientation="landscape" fitToHeight="1"/>"""u8 : """<pageSetup orientation="landscape" fitToHeight="0"/>"""u8);
        xml.Raw("<headerFooter><oddFooter>"u8);
        xml.Text($"&L&8{Literal(report.Title)} · {Literal(report.Provenance.Line())}&R&8Page &P of &N");
        xml.Raw("</oddFooter></headerFooter>"u8);
        if (last >= first && table.Columns.Any(column => column.Type == ColumnType.Text))
        {
            var ranges = Enumerable.Range(0, table.Columns.Count).Where(c => table.Columns[c].Type == ColumnType.Text)
                .Select(c => string.Create(CultureInfo.InvariantCulture, $"{SheetLayout.ColumnName(c)}{first}:{SheetLayout.ColumnName(c)}{last}"));
            xml.Raw($"""<ignoredErrors><ignoredError sqref="{string.Join(' ', ranges)}" numberStoredAsText="1"/></ignoredErrors>""");
        }
        if (hasDrawing) xml.Raw("""<drawing r:id="rId1"/>"""u8);
        xml.Raw("</worksheet>"u8);
    }

    /// <summary>A footer reads &amp; as a command and keeps 255 characters.</summary>
    static string Literal(string text) => SheetLayout.Cut(text, 90).Replace("&", "&&", StringComparison.Ordinal);

    static void Rules(XmlBytes xml, Table table, int first, int last)
    {
        var priority = 1;
        for (var c = 0; c < table.Columns.Count; c++)
        {
            var column = table.Columns[c];
            var name = SheetLayout.ColumnName(c);
            if (column.Goal is { } goal)
                xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<conditionalFormatting sqref="{name}{first}:{name}{last}"><cfRule type="cellIs" dxfId="{CellStyle.BelowGoal(column.Decimals)}" priority="{priority++}" operator="lessThan"><formula>{goal:R}</formula></cfRule></conditionalFormatting>"""));
            if (column.DataBar)
                xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<conditionalFormatting sqref="{name}{first}:{name}{last}"><cfRule type="dataBar" priority="{priority++}"><dataBar><cfvo type="num" val="0"/><cfvo type="max"/><color rgb="FF9DB8D9"/></dataBar></cfRule></conditionalFormatting>"""));
        }
    }
}
