using System.Globalization;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Pdf;

/// <summary>Static vector charts for paper. Suppressed is hatched, not available is told in words; neither is a gap or a zero.</summary>
public static class SvgChart
{
    const double Width = 720, LabelWidth = 190, ValueWidth = 70;
    static readonly string[] Colours = ["#1f5a96", "#c8501e", "#3c7d3c", "#7a4fa0", "#8a6d00", "#a0395e"];
    static readonly string[] Dashes = ["", "6 3", "2 2", "8 3 2 3", "1 3", "10 4"];

    /// <param name="ordinal">Number of the chart on its page, which keeps element ids apart.</param>
    public static string Draw(Chart chart, Table table, int ordinal)
    {
        if (chart.Kind == ChartKind.Map) return CountyMap.Draw(chart, table, ordinal);
        if (chart.Kind == ChartKind.Funnel) return FunnelChart.Draw(chart, table, ordinal);
        var rows = table.List().Take(chart.MaxRows).ToArray();
        return chart.Kind == ChartKind.Bar ? Bars(chart, table, rows, ordinal) : Lines(chart, table, rows, ordinal);
    }

    static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    internal static void Open(Markup svg, Chart chart, Table table, double height, int ordinal, double width = Width) =>
        svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Number(width)} {Number(height)}\" role=\"img\" aria-label=\"").Text($"{chart.Title}. {table.Finding ?? table.Title}. The same numbers are in the table.")
            .Raw($"\" font-family=\"Noto Sans,DejaVu Sans,sans-serif\" font-size=\"11\"><defs><pattern id=\"hatch{ordinal}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#fff\"/><rect width=\"1.4\" height=\"5\" fill=\"#999\"/></pattern></defs>");

    /// <summary>Largest value of the axis: 1 for shares, else the largest number drawn.</summary>
    static double Top(Chart chart, Table table, Cell[][] rows, int[] values)
    {
        if (table.Columns[values[0]].Type == ColumnType.Share) return 1;
        var top = rows.SelectMany(row => values.Select(v => row[v])).Where(cell => cell.IsNumber).Select(cell => cell.AsReal()).DefaultIfEmpty(0).Max();
        top = Math.Max(top, chart.Goal ?? 0);
        return top > 0 ? top : 1;
    }

    static string Bars(Chart chart, Table table, Cell[][] rows, int ordinal)
    {
        var label = table.IndexOf(chart.Label);
        var values = chart.Values.Select(table.IndexOf).ToArray();
        var (low, high) = (chart.Low is null ? -1 : table.IndexOf(chart.Low), chart.High is null ? -1 : table.IndexOf(chart.High));
        // Bars side by side are thin: a tall chart is scaled down to its page, and its letters with it.
        var (bar, gap) = values.Length > 1 ? (11.0, 5.0) : (15.0, 7.0);
        double row = bar * values.Length + gap, plot = Width - LabelWidth - ValueWidth, top = Top(chart, table, rows, values);
        var height = rows.Length * row + 24 + LegendLines(values) * LegendLine;
        var svg = new Markup();
        Open(svg, chart, table, height, ordinal);
        for (var r = 0; r < rows.Length; r++)
        {
            var y = r * row + 4;
            svg.Raw($"<text x=\"{Number(LabelWidth - 6)}\" y=\"{Number(y + row / 2 + 1)}\" text-anchor=\"end\">").Text(Short(rows[r][label].ToString(), 30)).Raw("</text>");
            for (var v = 0; v < values.Length; v++)
            {
                var cell = rows[r][values[v]];
                var at = y + v * bar;
                var text = CellText.Show(cell, table.Columns[values[v]]);
                if (!cell.IsNumber)
                {
                    if (cell.State == CellState.Suppressed) svg.Raw($"<rect x=\"{Number(LabelWidth)}\" y=\"{Number(at)}\" width=\"{Number(plot)}\" height=\"{Number(bar - 2)}\" fill=\"url(#hatch{ordinal})\"/>");
                    svg.Raw($"<text x=\"{Number(LabelWidth + plot + 6)}\" y=\"{Number(at + bar / 2 + 2.5)}\">").Text(text).Raw("</text>");
                    continue;
                }
                var width = Math.Clamp(cell.AsReal() / top, 0, 1) * plot;
                svg.Raw($"<rect x=\"{Number(LabelWidth)}\" y=\"{Number(at)}\" width=\"{Number(width)}\" height=\"{Number(bar - 2)}\" fill=\"{Colours[v % Colours.Length]}\"/>");
                if (v == 0 && low >= 0 && high >= 0 && rows[r][low].IsNumber && rows[r][high].IsNumber)
                {
                    var (from, to) = (LabelWidth + rows[r][low].AsReal() / top * plot, LabelWidth + rows[r][high].AsReal() / top * plot);
                    svg.Raw($"<path d=\"M{Number(from)} {Number(at + bar / 2 - 1)}H{Number(to)}M{Number(from)} {Number(at + bar / 2 - 4.5)}v7M{Number(to)} {Number(at + bar / 2 - 4.5)}v7\" stroke=\"#111\" fill=\"none\"/>");
                }
                svg.Raw($"<text x=\"{Number(LabelWidth + plot + 6)}\" y=\"{Number(at + bar / 2 + 2.5)}\">").Text(text).Raw("</text>");
            }
        }
        if (chart.Goal is { } goal)
        {
            var x = LabelWidth + Math.Clamp(goal / top, 0, 1) * plot;
            svg.Raw($"<path d=\"M{Number(x)} 0V{Number(rows.Length * row + 4)}\" stroke=\"#7f0000\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/><text x=\"{Number(x)}\" y=\"{Number(rows.Length * row + 16)}\" text-anchor=\"middle\" fill=\"#7f0000\">").Text("Goal " + CellText.Show(Cell.Of(goal), table.Columns[values[0]] with { Decimals = 0 })).Raw("</text>");
        }
        Legend(svg, table, values, rows.Length * row + 34);
        return svg.Raw("</svg>").ToString();
    }

    static string Lines(Chart chart, Table table, Cell[][] rows, int ordinal)
    {
        const double left = 56, right = 16, head = 12, plain = 232;
        var label = table.IndexOf(chart.Label);
        var values = chart.Values.Select(table.IndexOf).ToArray();
        double top = Top(chart, table, rows, values), plot = Width - left - right, foot = 30, height = plain + LegendLines(values) * LegendLine, tall = plain - head - foot;
        double X(int r) => left + (rows.Length == 1 ? plot / 2 : plot * r / (rows.Length - 1));
        double Y(double value) => head + tall * (1 - Math.Clamp(value / top, 0, 1));
        var svg = new Markup();
        Open(svg, chart, table, height, ordinal);
        for (var t = 0; t <= 4; t++)
        {
            var value = top * t / 4;
            svg.Raw($"<path d=\"M{Number(left)} {Number(Y(value))}H{Number(Width - right)}\" stroke=\"#ddd\"/><text x=\"{Number(left - 6)}\" y=\"{Number(Y(value) + 4)}\" text-anchor=\"end\">")
                .Text(CellText.Show(Cell.Of(value), table.Columns[values[0]] with { Decimals = 0 })).Raw("</text>");
        }
        var every = Math.Max(1, (int)Math.Ceiling(rows.Length / 12.0));
        for (var r = 0; r < rows.Length; r += every)
            svg.Raw($"<text x=\"{Number(X(r))}\" y=\"{Number(plain - foot + 18)}\" text-anchor=\"{(rows.Length == 1 ? "middle" : r == 0 ? "start" : r + every >= rows.Length ? "end" : "middle")}\">").Text(Short(rows[r][label].ToString(), 12)).Raw("</text>");
        for (var v = 0; v < values.Length; v++)
        {
            var (path, pen) = (new System.Text.StringBuilder(), 'M');
            for (var r = 0; r < rows.Length; r++)
            {
                var cell = rows[r][values[v]];
                if (!cell.IsNumber)
                {
                    pen = 'M';
                    if (cell.State == CellState.Suppressed) svg.Raw($"<rect x=\"{Number(X(r) - 5)}\" y=\"{Number(head)}\" width=\"10\" height=\"{Number(tall)}\" fill=\"url(#hatch{ordinal})\"/>");
                    continue;
                }
                path.Append(CultureInfo.InvariantCulture, $"{pen}{X(r):0.##} {Y(cell.AsReal()):0.##}");
                pen = 'L';
                svg.Raw($"<circle cx=\"{Number(X(r))}\" cy=\"{Number(Y(cell.AsReal()))}\" r=\"3\" fill=\"{Colours[v % Colours.Length]}\"/>");
            }
            svg.Raw($"<path d=\"{path}\" fill=\"none\" stroke=\"{Colours[v % Colours.Length]}\" stroke-width=\"2\" stroke-dasharray=\"{Dashes[v % Dashes.Length]}\"/>");
        }
        if (chart.Goal is { } goal)
            svg.Raw($"<path d=\"M{Number(left)} {Number(Y(goal))}H{Number(Width - right)}\" stroke=\"#7f0000\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/><text x=\"{Number(Width - right)}\" y=\"{Number(Y(goal) - 4)}\" text-anchor=\"end\" fill=\"#7f0000\">").Text("Goal " + CellText.Show(Cell.Of(goal), table.Columns[values[0]] with { Decimals = 0 })).Raw("</text>");
        Legend(svg, table, values, plain + 12);
        return svg.Raw("</svg>").ToString();
    }

    const int LegendColumns = 4;
    const double LegendLine = 18;

    static int LegendLines(int[] values) => values.Length < 2 ? 0 : (values.Length + LegendColumns - 1) / LegendColumns;

    static void Legend(Markup svg, Table table, int[] values, double y)
    {
        if (values.Length < 2) return;
        for (var v = 0; v < values.Length; v++)
        {
            double x = 10 + v % LegendColumns * 176, at = y + v / LegendColumns * LegendLine;
            svg.Raw($"<rect x=\"{Number(x)}\" y=\"{Number(at - 9)}\" width=\"10\" height=\"10\" fill=\"{Colours[v % Colours.Length]}\"/><text x=\"{Number(x + 14)}\" y=\"{Number(at)}\">").Text(Short(table.Columns[values[v]].Title, 25)).Raw("</text>");
        }
    }

    static string Short(string text, int length) => text.Length <= length ? text : Xlsx.SheetLayout.Cut(text, length - 1) + "…";
}
