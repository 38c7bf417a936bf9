namespace RegistryAnalytics.Reports.Measures;

/// <summary>Which counts of a rate may not be shown.</summary>
[Flags]
public enum Hidden { None = 0, Initial = 1, Excluded = 2, Denominator = 4, Numerator = 8 }

/// <summary>The counts behind one rate, and which of them are hidden.</summary>
public readonly record struct RateRow(string Indicator, string Dimension, string Member, string Label, long Initial, long Excluded, long Denominator, long Numerator, Hidden Hidden = Hidden.None)
{
    public Cell InitialCell => Show(Initial, Hidden.Initial);
    public Cell ExcludedCell => Show(Excluded, Hidden.Excluded);
    public Cell DenominatorCell => Show(Denominator, Hidden.Denominator);
    public Cell NumeratorCell => Show(Numerator, Hidden.Numerator);

    bool RateIsHidden => (Hidden & (Hidden.Denominator | Hidden.Numerator)) != 0;

    /// <summary>0–1; hidden as soon as either of its counts is.</summary>
    public Cell RateCell => RateIsHidden ? Cell.Suppressed : Cell.Share(Numerator, Denominator);

    public Cell LowCell => Interval(low: true);
    public Cell HighCell => Interval(low: false);

    Cell Interval(bool low)
    {
        if (RateIsHidden) return Cell.Suppressed;
        if (Denominator == 0) return Cell.NotAvailable;
        var (from, to) = Wilson.Interval(Numerator, Denominator);
        return Cell.Of(low ? from : to);
    }

    Cell Show(long value, Hidden which) => (Hidden & which) != 0 ? Cell.Suppressed : Cell.Of(value);
}
