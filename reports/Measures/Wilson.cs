namespace RegistryAnalytics.Reports.Measures;

/// <summary>Wilson score interval for a proportion, without continuity correction.</summary>
/// <remarks>Registry counts have no sampling error; the interval says how far a small group's rate could lie from that of like groups.</remarks>
public static class Wilson
{
    const double Z = 1.959963984540054;

    /// <returns>95 % interval, each end 0–1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is below 1, or the numerator outside 0 to denominator.</exception>
    public static (double Low, double High) Interval(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        double n = denominator, p = numerator / n, z2 = Z * Z;
        var centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        var half = Z / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return (numerator == 0 ? 0 : Math.Max(0, centre - half), numerator == denominator ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>Newcombe's hybrid score interval for the difference of two independent proportions, first less second.</summary>
    /// <returns>95 % interval, each end -1 to 1.</returns>
    /// <remarks>Method 10 of Newcombe 1998, without continuity correction. Tests: tests/reports/HedisTests.cs.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">As <see cref="Interval"/>, for either proportion.</exception>
    public static (double Low, double High) Difference(long numerator, long denominator, long otherNumerator, long otherDenominator)
    {
        var ((low, high), (otherLow, otherHigh)) = (Interval(numerator, denominator), Interval(otherNumerator, otherDenominator));
        double p = (double)numerator / denominator, q = (double)otherNumerator / otherDenominator;
        return (p - q - Math.Sqrt((p - low) * (p - low) + (otherHigh - q) * (otherHigh - q)), p - q + Math.Sqrt((high - p) * (high - p) + (q - otherLow) * (q - otherLow)));
    }
}
