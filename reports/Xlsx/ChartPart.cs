using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>Native chart markup (DrawingML). Series point at the sheet's own cells, with the values cached beside.</summary>
/// <remarks>
/// A range with a suppressed or missing cell is written as literal points instead: a text cell in a range would be drawn as
/// zero. Such a category is marked with the symbol of its state. A chart with a goal or intervals is literal as a whole,
/// because LibreOffice drops literal points beside ranges.
/// </remarks>
static class ChartPart
{
    static readonly string[] Colours = ["1F5A96", "C8501E", "3C7D3C", "7A4FA0", "8A6D00", "A0395E"];

    public static string Xml(Chart chart, Table table, IReadOnlyList<Cell[]> rows, string tab)
    {
        var count = Math.Min(rows.Count, chart.MaxRows);
        var label = table.IndexOf(chart.Label);
        var values = chart.Values.Select(table.IndexOf).ToArray();
        var whole = chart.Goal is null && chart.Low is null && Enumerable.Range(0, count).All(r => values.All(v => rows[r][v].IsNumber));
        var share = table.Columns[values[0]].Type == ColumnType.Share;
        var format = share ? "0%" : "#,##0";
        var names = Enumerable.Range(0, count).Select(r => Name(rows[r], label, values)).ToArray();

        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr lang="en-US" sz="1200" b="1"/><a:t>""");
        Append(xml, chart.Title);
        xml.Append("""</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>""");
        xml.Append(chart.Kind == ChartKind.Bar
            ? """<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>"""
            : """<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>""");
        for (var s = 0; s < values.Length; s++)
            Series(xml, chart, table, rows, tab, count, s, values[s], label, whole, names, format);
        xml.Append(chart.Kind == ChartKind.Bar ? """<c:gapWidth val="60"/><c:axId val="11"/><c:axId val="12"/></c:barChart>""" : """<c:marker val="1"/><c:axId val="11"/><c:axId val="12"/></c:lineChart>""");
        if (chart.Goal is { } goal) GoalLine(xml, goal, values.Length, names, format);
        var max = share ? """<c:max val="1"/><c:min val="0"/>""" : """<c:min val="0"/>""";
        xml.Append(CultureInfo.InvariantCulture, $"""<c:catAx><c:axId val="11"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="12"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<c:valAx><c:axId val="12"/><c:scaling><c:orientation val="minMax"/>{max}</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="{format}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="11"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>""");
        xml.Append("</c:plotArea>");
        if (values.Length > 1 || chart.Goal is not null) xml.Append("""<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>""");
        xml.Append("""<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>""");
        return xml.ToString();
    }

    static string Name(Cell[] row, int label, int[] values)
    {
        var name = row[label].ToString();
        if (values.Any(v => row[v].State == CellState.Suppressed)) return $"{name} {Symbols.Suppressed}";
        return values.Any(v => row[v].State == CellState.NotAvailable) ? $"{name} {Symbols.NotAvailable}" : name;
    }

    static void Series(StringBuilder xml, Chart chart, Table table, IReadOnlyList<Cell[]> rows, string tab, int count, int s, int value, int label, bool whole, string[] names, string format)
    {
        var colour = Colours[s % Colours.Length];
        xml.Append(CultureInfo.InvariantCulture, $"""<c:ser><c:idx val="{s}"/><c:order val="{s}"/><c:tx><c:strRef><c:f>""");
        Append(xml, $"{SheetLayout.Quoted(tab)}!${SheetLayout.ColumnName(value)}${SheetLayout.HeaderRow}");
        xml.Append("""</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>""");
        Append(xml, table.Columns[value].Title);
        xml.Append("</c:v></c:pt></c:strCache></c:strRef></c:tx>");
        xml.Append(chart.Kind == ChartKind.Bar
            ? $"""<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>"""
            : $"""<c:spPr><a:ln w="28575"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr><c:marker><c:symbol val="{(s % 2 == 0 ? "circle" : "diamond")}"/><c:size val="6"/></c:marker>""");
        if (s == 0 && chart.Low is not null && chart.High is not null) ErrorBars(xml, chart, table, rows, count, value);
        xml.Append("<c:cat>");
        if (whole) Reference(xml, "str", tab, label, count, () => Strings(xml, names));
        else Literal(xml, "str", () => Strings(xml, names));
        xml.Append("</c:cat><c:val>");
        void Points() => Numbers(xml, format, Enumerable.Range(0, count).Select(r => rows[r][value]));
        if (whole) Reference(xml, "num", tab, value, count, Points);
        else Literal(xml, "num", Points);
        xml.Append(chart.Kind == ChartKind.Line ? """</c:val><c:smooth val="0"/></c:ser>""" : "</c:val></c:ser>");
    }

    static void ErrorBars(StringBuilder xml, Chart chart, Table table, IReadOnlyList<Cell[]> rows, int count, int value)
    {
        var (low, high) = (table.IndexOf(chart.Low!), table.IndexOf(chart.High!));
        Cell Gap(Cell[] row, int end) => row[value].IsNumber && row[end].IsNumber ? Cell.Of(Math.Abs(row[end].AsReal() - row[value].AsReal())) : Cell.Blank;
        xml.Append("<c:errBars>");
        if (chart.Kind == ChartKind.Line) xml.Append("""<c:errDir val="y"/>""");
        xml.Append("""<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/><c:plus>""");
        Literal(xml, "num", () => Numbers(xml, "General", Enumerable.Range(0, count).Select(r => Gap(rows[r], high))));
        xml.Append("</c:plus><c:minus>");
        Literal(xml, "num", () => Numbers(xml, "General", Enumerable.Range(0, count).Select(r => Gap(rows[r], low))));
        xml.Append("""</c:minus><c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln></c:spPr></c:errBars>""");
    }

    static void GoalLine(StringBuilder xml, double goal, int index, string[] names, string format)
    {
        xml.Append(CultureInfo.InvariantCulture, $"""<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/><c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:v>Goal {goal.ToString(format == "0%" ? "0.#%" : "0.##", CultureInfo.InvariantCulture)}</c:v></c:tx><c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="7F0000"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker><c:cat>""");
        Literal(xml, "str", () => Strings(xml, names));
        xml.Append("</c:cat><c:val>");
        Literal(xml, "num", () => Numbers(xml, format, names.Select(_ => Cell.Of(goal))));
        xml.Append("""</c:val><c:smooth val="0"/></c:ser><c:marker val="1"/><c:axId val="11"/><c:axId val="12"/></c:lineChart>""");
    }

    static void Reference(StringBuilder xml, string kind, string tab, int column, int count, Action points)
    {
        var name = SheetLayout.ColumnName(column);
        xml.Append(CultureInfo.InvariantCulture, $"<c:{kind}Ref><c:f>");
        Append(xml, string.Create(CultureInfo.InvariantCulture, $"{SheetLayout.Quoted(tab)}!${name}${SheetLayout.HeaderRow + 1}:${name}${SheetLayout.HeaderRow + count}"));
        xml.Append(CultureInfo.InvariantCulture, $"</c:f><c:{kind}Cache>");
        points();
        xml.Append(CultureInfo.InvariantCulture, $"</c:{kind}Cache></c:{kind}Ref>");
    }

    static void Literal(StringBuilder xml, string kind, Action points)
    {
        xml.Append(CultureInfo.InvariantCulture, $"<c:{kind}Lit>");
        points();
        xml.Append(CultureInfo.InvariantCulture, $"</c:{kind}Lit>");
    }

    static void Strings(StringBuilder xml, string[] names)
    {
        xml.Append(CultureInfo.InvariantCulture, $"""<c:ptCount val="{names.Length}"/>""");
        for (var i = 0; i < names.Length; i++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"""<c:pt idx="{i}"><c:v>""");
            Append(xml, names[i]);
            xml.Append("</c:v></c:pt>");
        }
    }

    static void Numbers(StringBuilder xml, string format, IEnumerable<Cell> cells)
    {
        var all = cells.ToArray();
        xml.Append(CultureInfo.InvariantCulture, $"""<c:formatCode>{format}</c:formatCode><c:ptCount val="{all.Length}"/>""");
        for (var i = 0; i < all.Length; i++)
            if (all[i].IsNumber)
                xml.Append(CultureInfo.InvariantCulture, $"""<c:pt idx="{i}"><c:v>{all[i].AsReal():R}</c:v></c:pt>""");
    }

    /// <summary>Data into markup, by the same rules as cell text.</summary>
    static void Append(StringBuilder xml, string text)
    {
        using var bytes = new MemoryStream();
        using (var writer = new XmlBytes(bytes)) writer.Text(text);
        xml.Append(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    /// <summary>Where the charts of a sheet stand: one under the other, from a row (0-based) downwards.</summary>
    public static string Drawing(IReadOnlyList<Chart> charts, int column, int row)
    {
        const int high = 22, wide = 9;
        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">""");
        for (var i = 0; i < charts.Count; i++)
        {
            var top = row + i * (high + 1);
            xml.Append(CultureInfo.InvariantCulture, $"""<xdr:twoCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{column + wide}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top + high}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{i + 2}" name="Chart {i + 1}" descr=""").Append('"');
            Append(xml, charts[i].Title);
            xml.Append('"').Append(CultureInfo.InvariantCulture, $"""/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId{i + 1}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>""");
        }
        return xml.Append("</xdr:wsDr>").ToString();
    }
}
