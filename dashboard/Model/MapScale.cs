namespace RegistryAnalytics.Dashboard.Model;

/// <summary>Where the colour steps of a map begin.</summary>
public static class MapScale
{
    /// <summary>Four borders between five steps, ascending, rates of 0–1, each a whole multiple of one percentage step.</summary>
    /// <param name="rates">The rates on the map.</param>
    /// <param name="goal">When given, the highest step begins at the goal, so that its colour means "goal reached".</param>
    public static double[] Borders(IEnumerable<double> rates, double? goal)
    {
        var sorted = rates.Order().ToArray();
        var low = sorted.Length == 0 ? 0.5 : sorted[sorted.Length / 10];
        var high = goal ?? (sorted.Length == 0 ? 0.9 : sorted[^(sorted.Length / 10 + 1)]);
        var width = Math.Max(high - low, 0);
        int[] steps = [1, 2, 5, 10, 15, 20];
        var step = steps.FirstOrDefault(percent => percent * 3 >= (width * 100) - 0.0001, steps[^1]);
        var last = goal is double g ? (int)Math.Round(g * 100) : Math.Min((int)Math.Round(high * 100 / step) * step, 100 - step);
        last = Math.Max(last, 4 * step);
        return [(last - 3 * step) / 100.0, (last - 2 * step) / 100.0, (last - step) / 100.0, last / 100.0];
    }

    /// <summary>The colour step of a rate: 0 (lowest) to 4.</summary>
    public static int Step(double rate, double[] borders) => borders.Count(border => rate >= border);
}
