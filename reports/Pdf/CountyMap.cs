using System.Globalization;
using System.Text.Json;
using RegistryAnalytics.Reports.Writers;

namespace RegistryAnalytics.Reports.Pdf;

/// <summary>Counties in five steps of one colour; suppressed is hatched, without figure is dotted, and the legend says both.</summary>
/// <remarks>Shapes: the pinned npm package of census county boundaries (TopoJSON, 2023), beside the program.</remarks>
public static class CountyMap
{
    const double Width = 720, MaxHeight = 470, LegendHeight = 34;
    static readonly string[] Steps = ["#8c2d04", "#d94801", "#fdae6b", "#9ecae1", "#2171b5"];
    static readonly Lazy<Topology?> Shapes = new(Topology.Read);

    /// <param name="chart">Label is the column of county codes, the first of Values the share; Goal parts the last two steps.</param>
    public static string Draw(Chart chart, Table table, int ordinal)
    {
        var (code, value) = (table.IndexOf(chart.Label), table.IndexOf(chart.Values[0]));
        var rows = table.List().Where(row => row[code].ToString().Length == 5 && row[code].ToString().All(char.IsAsciiDigit)).ToDictionary(row => row[code].ToString(), row => row[value]);
        var counties = rows.Count == 0 ? null : Shapes.Value?.Counties(rows.Keys.Select(key => key[..2]).Distinct().ToHashSet(StringComparer.Ordinal));
        if (counties is null || counties.Count == 0) return "<p class=\"note\">No county shapes are at hand for this map: see the table.</p>";

        var points = counties.SelectMany(county => county.Rings).SelectMany(ring => ring).ToArray();
        double west = points.Min(p => p.X), east = points.Max(p => p.X), south = points.Min(p => p.Y), north = points.Max(p => p.Y);
        var shrink = Math.Cos((south + north) / 2 * Math.PI / 180);
        var scale = Math.Min((Width - 4) / ((east - west) * shrink), MaxHeight / (north - south));
        double height = (north - south) * scale + LegendHeight + 8, left = (Width - (east - west) * shrink * scale) / 2;
        var bounds = Bounds(chart.Goal ?? 0.9);
        var svg = new Markup();
        SvgChart.Open(svg, chart, table, height, ordinal);
        svg.Raw("<g stroke=\"#555\" stroke-width=\".6\" stroke-linejoin=\"round\">");
        foreach (var county in counties)
        {
            var cell = rows.GetValueOrDefault(county.Code, Cell.NotAvailable);
            svg.Raw($"<path fill=\"{Fill(cell, bounds, ordinal)}\" d=\"");
            foreach (var ring in county.Rings)
                svg.Raw("M" + string.Join('L', ring.Select(p => string.Create(CultureInfo.InvariantCulture, $"{left + (p.X - west) * shrink * scale:0.#} {4 + (north - p.Y) * scale:0.#}"))) + "Z");
            svg.Raw("\"><title>").Text($"{county.Name}: {CellText.Show(cell, table.Columns[value])}").Raw("</title></path>");
        }
        svg.Raw("</g>");
        Legend(svg, bounds, height - LegendHeight + 14, ordinal);
        return svg.Raw("</svg>").ToString();
    }

    /// <summary>Four bounds of five steps: the last is the goal.</summary>
    static double[] Bounds(double goal) => [Math.Round(goal - 0.25, 2), Math.Round(goal - 0.15, 2), Math.Round(goal - 0.05, 2), goal];

    static string Fill(Cell cell, double[] bounds, int ordinal) => cell.State switch
    {
        CellState.Suppressed => $"url(#hatch{ordinal})",
        CellState.Real or CellState.Whole => Steps[bounds.Count(bound => cell.AsReal() >= bound)],
        _ => "#f2f2f2",
    };

    static void Legend(Markup svg, double[] bounds, double y, int ordinal)
    {
        static string Percent(double share) => CellText.Percent(share, 0);
        string[] names = [$"under {Percent(bounds[0])}", .. bounds.Zip(bounds.Skip(1), (from, to) => $"{Percent(from)} to {Percent(to)}"), $"{Percent(bounds[^1])} or more (goal)", "* suppressed", "n/a"];
        string[] fills = [.. Steps, $"url(#hatch{ordinal})", "#f2f2f2"];
        var x = 2.0;
        for (var i = 0; i < names.Length; i++)
        {
            svg.Raw(string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y - 10:0.#}\" width=\"14\" height=\"12\" stroke=\"#555\" stroke-width=\".6\" fill=\"{fills[i]}\"/><text x=\"{x + 18:0.#}\" y=\"{y:0.#}\">")).Text(names[i]).Raw("</text>");
            x += 34 + names[i].Length * 6.1;
        }
    }

    sealed record County(string Code, string Name, IReadOnlyList<(double X, double Y)[]> Rings);

    /// <summary>TopoJSON: arcs in steps from a first point, shared by neighbours; a negative number is an arc read backwards.</summary>
    sealed class Topology(JsonDocument document, (double X, double Y)[][] arcs)
    {
        public static Topology? Read()
        {
            var path = Path.Combine(AppContext.BaseDirectory, "reports", "maps", "counties-10m.json");
            if (!File.Exists(path)) return null;
            var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var transform = document.RootElement.GetProperty("transform");
            double[] scale = Pair(transform.GetProperty("scale")), shift = Pair(transform.GetProperty("translate"));
            var arcs = document.RootElement.GetProperty("arcs").EnumerateArray().Select(arc =>
            {
                var (x, y) = (0.0, 0.0);
                return arc.EnumerateArray().Select(step =>
                {
                    x += step[0].GetDouble();
                    y += step[1].GetDouble();
                    // The Aleutians cross the date line: they stay west of it.
                    var longitude = x * scale[0] + shift[0];
                    return (longitude > 0 ? longitude - 360 : longitude, y * scale[1] + shift[1]);
                }).ToArray();
            }).ToArray();
            return new Topology(document, arcs);
        }

        static double[] Pair(JsonElement pair) => [pair[0].GetDouble(), pair[1].GetDouble()];

        public List<County> Counties(IReadOnlySet<string> states)
        {
            var found = new List<County>();
            foreach (var shape in document.RootElement.GetProperty("objects").GetProperty("counties").GetProperty("geometries").EnumerateArray())
            {
                var id = shape.GetProperty("id");
                var code = (id.ValueKind == JsonValueKind.Number ? id.GetInt32().ToString(CultureInfo.InvariantCulture) : id.GetString()!).PadLeft(5, '0');
                if (!states.Contains(code[..2])) continue;
                var polygons = shape.GetProperty("type").GetString() == "Polygon" ? [shape.GetProperty("arcs")] : shape.GetProperty("arcs").EnumerateArray().ToArray();
                found.Add(new(code, shape.GetProperty("properties").GetProperty("name").GetString() ?? code, polygons.SelectMany(polygon => polygon.EnumerateArray()).Select(Ring).ToArray()));
            }
            return found;
        }

        (double X, double Y)[] Ring(JsonElement ring) => ring.EnumerateArray().SelectMany(arc => arc.GetInt32() is var n && n < 0 ? arcs[~n].Reverse() : arcs[n]).ToArray();
    }
}
