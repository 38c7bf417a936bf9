using System.Globalization;

namespace RegistryAnalytics.Dashboard.Model;

/// <summary>Why a figure is or is not shown. Suppressed is a state of its own, never a blank and never zero.</summary>
public enum FigureState
{
    /// <summary>The figure is shown.</summary>
    Shown,

    /// <summary>Known, but hidden because a small count could point at a person.</summary>
    Suppressed,

    /// <summary>Nobody can say: no denominator, or the reading is not computed yet.</summary>
    NoData,
}

/// <summary>One rate with the counts that make it.</summary>
/// <param name="Numerator">Units counted, null when not shown.</param>
/// <param name="Denominator">Units that could count, null when not shown.</param>
/// <param name="Rate">0–1; above 1 where a census estimate is smaller than the count. Null when not shown.</param>
/// <param name="State">Whether the figure may be read.</param>
public readonly record struct Figure(long? Numerator, long? Denominator, double? Rate, FigureState State)
{
    /// <summary>A figure that nobody can state.</summary>
    public static Figure NoData { get; } = new(null, null, null, FigureState.NoData);

    /// <summary>A figure hidden by disclosure control.</summary>
    public static Figure Suppressed { get; } = new(null, null, null, FigureState.Suppressed);

    /// <summary>The rate in words for people: "93.4%", "suppressed" or "no data".</summary>
    public string Text => State switch
    {
        FigureState.Shown when Rate is double rate => Percent(rate),
        FigureState.Suppressed => "suppressed",
        _ => "no data",
    };

    /// <summary>"93.4%": one decimal, rounded half away from zero, of a rate of 0–1.</summary>
    public static string Percent(double rate) =>
        Math.Round(rate * 100, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>"12,345", or the state in words where there is no count.</summary>
    public static string Count(long? count, FigureState state) => count is long n
        ? n.ToString("N0", CultureInfo.InvariantCulture)
        : state == FigureState.Suppressed ? "suppressed" : "no data";
}
