using System.Globalization;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Pdf;

/// <summary>A funnel: a point for each row by its size, and limits as lines over the sizes. Points outside of the limits are told by shape and not by colour alone.</summary>
public static class FunnelChart
{
    const double Width = 720, Left = 56, Right = 16, Head = 12, Tall = 250, Foot = 48;
    static readonly string[] Dashes = ["", "6 3", "6 3", "2 3", "2 3"];

    /// <param name="chart">Label is the column of sizes; the first of Values the points, the second their centre line, then the lines of two low and high limits.</param>
    public static string Draw(Chart chart, Table table, int ordinal)
    {
        var (size, values) = (table.IndexOf(chart.Label), chart.Values.Select(table.IndexOf).ToArray());
        var rows = table.List().Take(chart.MaxRows).Where(row => row[size].IsNumber && values.All(value => row[value].IsNumber)).OrderBy(row => row[size].AsReal()).ToArray();
        var svg = new Markup();
        SvgChart.Open(svg, chart, table, Head + Tall + Foot, ordinal);
        if (rows.Length == 0) return svg.Raw($"<text x=\"{Width / 2}\" y=\"40\" text-anchor=\"middle\">").Text("Nobody has enough patients to be compared.").Raw("</text></svg>").ToString();

        double most = rows[^1][size].AsReal() * 1.04;
        double X(double patients) => Left + (Width - Left - Right) * patients / most;
        double Y(double share) => Head + Tall * (1 - Math.Clamp(share, 0, 1));
        for (var t = 0; t <= 4; t++)
            svg.Raw($"<path d=\"M{Left} {Number(Y(t / 4.0))}H{Width - Right}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{Number(Y(t / 4.0) + 4)}\" text-anchor=\"end\">").Text(CellText.Percent(t / 4.0, 0)).Raw("</text>");
        for (var t = 0; t <= 4; t++)
            svg.Raw($"<text x=\"{Number(X(most * t / 4))}\" y=\"{Head + Tall + 16}\" text-anchor=\"{(t == 0 ? "start" : t == 4 ? "end" : "middle")}\">").Text(CellText.Show(Cell.Of((long)(most * t / 4)), table.Columns[size])).Raw("</text>");
        for (var v = 1; v < values.Length; v++)
            svg.Raw($"<path d=\"M{string.Join('L', rows.Select(row => $"{Number(X(row[size].AsReal()))} {Number(Y(row[values[v]].AsReal()))}"))}\" fill=\"none\" stroke=\"{(v == 1 ? "#111" : "#c8501e")}\" stroke-width=\"1.3\" stroke-dasharray=\"{Dashes[(v - 1) % Dashes.Length]}\"/>");
        foreach (var row in rows)
        {
            double x = X(row[size].AsReal()), y = Y(row[values[0]].AsReal()), rate = row[values[0]].AsReal();
            var isOutside = rate < row[values[2]].AsReal() || rate > row[values[3]].AsReal();
            svg.Raw(isOutside ? $"<path d=\"M{Number(x)} {Number(y - 5)}l5 5l-5 5l-5 -5z\" fill=\"#c8501e\" stroke=\"#fff\" stroke-width=\".6\">" : $"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"3\" fill=\"#1f5a96\" fill-opacity=\".75\">");
            svg.Raw("<title>").Text($"{row[0]}: {CellText.Show(row[values[0]], table.Columns[values[0]])} of {CellText.Show(row[size], table.Columns[size])}").Raw(isOutside ? "</title></path>" : "</title></circle>");
        }
        svg.Raw($"<text x=\"{Left}\" y=\"{Head + Tall + 36}\">").Text($"{table.Columns[size].Title} →   ● within, ◆ outside of what chance explains; line: all practices; dashes: 1.96, dots: 3.09 standard errors").Raw("</text>");
        return svg.Raw("</svg>").ToString();
    }

    static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
