using System.Globalization;

namespace RegistryAnalytics.Dashboard.Model;

/// <summary>Findings in words: what a figure shows, for captions, labels and people who do not see the picture.</summary>
public static class Wording
{
    /// <summary>"31 December 2025".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>How far a rate is from its goal: "1.6 points below the goal of 95%".</summary>
    public static string AgainstGoal(double rate, double goal)
    {
        // Compared and subtracted as printed, so that the words agree with the two numbers a reader sees.
        var points = Math.Round(rate * 100, 1, MidpointRounding.AwayFromZero) - Math.Round(goal * 100, 1);
        var target = $"the goal of {goal * 100:0.#}%";
        if (Math.Abs(points) < 0.05) return rate >= goal ? $"exactly {target}" : $"just below {target}";
        var distance = Math.Abs(points).ToString("0.0", CultureInfo.InvariantCulture);
        return points > 0 ? $"{distance} points above {target}" : $"{distance} points below {target}";
    }

    /// <summary>The sentence under the page's main figure.</summary>
    public static string Headline(string title, Figure figure, double goal, string place) => figure switch
    {
        { State: FigureState.Shown, Rate: double rate } =>
            $"{place}: {title}, {figure.Text}, {AgainstGoal(rate, goal)}."
            + (rate > 1 ? " More children are counted than the census estimates; read the figure with that in mind." : ""),
        { State: FigureState.Suppressed } => $"{place}: {title} is suppressed because the count is small.",
        _ => $"{place}: {title} is not available in this build.",
    };

    /// <summary>How many more units would reach a goal of 0–1; null where it is reached or nobody can say.</summary>
    public static long? Missing(Figure figure, double goal)
    {
        if (figure is not { State: FigureState.Shown, Numerator: long counted, Denominator: long of }) return null;
        var missing = (long)Math.Ceiling((decimal)goal * of) - counted;
        return missing <= 0 ? null : missing;
    }

    /// <summary>What a map or list of places shows.</summary>
    public static string Places(IReadOnlyList<RateRow> rows, double? goal, string one, string many)
    {
        var shown = rows.Where(row => row.Figure is { State: FigureState.Shown, Rate: not null })
            .OrderBy(row => row.Figure.Rate).ThenBy(row => row.Member, StringComparer.Ordinal).ToArray();
        var hidden = rows.Count(row => row.Figure.State == FigureState.Suppressed);
        var hiddenWords = hidden == 0 ? "" : $" {Number(hidden, one, many)} {(hidden == 1 ? "is" : "are")} suppressed.";
        if (shown.Length == 0) return $"No {one} has a figure that can be shown." + hiddenWords;
        if (shown.Length == 1) return $"{shown[0].MemberName} has {shown[0].Figure.Text}." + hiddenWords;
        var lowest = shown[0];
        var highest = shown[^1];
        var range = $"from {lowest.Figure.Text} ({lowest.MemberName}) to {highest.Figure.Text} ({highest.MemberName})";
        return goal is double target
            ? $"{shown.Count(row => row.Figure.Rate >= target)} of {Number(shown.Length, one, many)} reach {target * 100:0.#}%; they range {range}." + hiddenWords
            : $"{Capital(Number(shown.Length, one, many))} range {range}." + hiddenWords;
    }

    /// <summary>What a trend shows between its first and last complete point: an unfinished one is no rise and no fall.</summary>
    public static string Trend(IReadOnlyList<TrendRow> rows)
    {
        var shown = rows.Where(row => row.IsComplete && row.Figure is { State: FigureState.Shown, Rate: not null }).ToArray();
        if (shown.Length == 0) return "There is no earlier point to compare with yet.";
        var (first, last) = (shown[0], shown[^1]);
        if (shown.Length == 1) return $"One point so far: {last.Figure.Text} on {Day(last.AsOf)}.";
        var points = Math.Round((last.Figure.Rate!.Value - first.Figure.Rate!.Value) * 100, 1, MidpointRounding.AwayFromZero);
        var change = points == 0 ? "unchanged at" : $"{(points > 0 ? "up" : "down")} {Math.Abs(points).ToString("0.0", CultureInfo.InvariantCulture)} points to";
        return $"From {first.Figure.Text} on {Day(first.AsOf)}, {change} {last.Figure.Text} on {Day(last.AsOf)}.";
    }

    /// <summary>What a set of indicators shows.</summary>
    public static string Indicators(IReadOnlyList<(string Title, Figure Figure)> rows)
    {
        var shown = rows.Where(row => row.Figure is { State: FigureState.Shown, Rate: not null }).OrderBy(row => row.Figure.Rate).ToArray();
        return shown.Length switch
        {
            0 => "No rate can be shown for this period.",
            1 => $"{shown[0].Title}: {shown[0].Figure.Text}.",
            _ => $"Highest {shown[^1].Title} ({shown[^1].Figure.Text}), lowest {shown[0].Title} ({shown[0].Figure.Text}).",
        };
    }

    private static string Number(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
