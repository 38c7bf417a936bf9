namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a filled-in sample says of the pairs that touch one sender, or of all; shares 0–1, intervals of 95 %.</summary>
/// <param name="Sender">A sender: its pairs are those of which it told at least one record, so that a pair may be two senders'. Or <see cref="All"/>.</param>
/// <param name="LinkedJudged">Linked pairs judged.</param>
/// <param name="LinkedDifferent">Of these, pairs of two persons: merged wrongly.</param>
/// <param name="ApartJudged">Pairs judged that stand apart.</param>
/// <param name="ApartSame">Of these, pairs of one person: missed.</param>
/// <param name="Precision">Of the pairs linked, those of one person. Null where none is linked, or a stratum that holds some has no judged pair.</param>
/// <param name="Recall">Of the compared and kept pairs of one person, those linked; what blocking never brought is not in it. Null likewise.</param>
public sealed record ShareEstimate(
    string Sender, int LinkedJudged, int LinkedDifferent, int ApartJudged, int ApartSame,
    double? Precision, double? PrecisionLow, double? PrecisionHigh, double? Recall, double? RecallLow, double? RecallHigh)
{
    /// <summary>Stands in the place of a sender: all pairs.</summary>
    public const string All = "all";

    /// <summary>Of the pairs in question, those linked or apart whose score lies in one band.</summary>
    /// <param name="Pairs">Pairs that it holds.</param>
    /// <param name="Judged">Drawn and judged, 0 or more.</param>
    /// <param name="Same">Of these, pairs of one person.</param>
    public sealed record Stratum(bool Linked, long Pairs, int Judged, int Same);

    /// <summary>The stratified estimate, each stratum weighed by its pairs.</summary>
    /// <remarks>
    /// Pairs of a sender in a stratum are, given how many of them were drawn, a plain random sample of the sender's pairs there: the same
    /// formula holds for all and for one sender. The spread of a stratum is that of (same + 1) of (judged + 2), so that a stratum without an
    /// error is not taken for faultless; nothing is left to chance where a whole stratum was judged. Normal intervals; that of recall by
    /// how it moves with what was found right and what was missed.
    /// </remarks>
    public static ShareEstimate Of(string sender, IReadOnlyCollection<Stratum> strata)
    {
        int Judged(bool linked) => strata.Where(stratum => stratum.Linked == linked).Sum(stratum => stratum.Judged);
        int Found(bool linked) => strata.Where(stratum => stratum.Linked == linked).Sum(stratum => stratum.Same);
        double Same(bool linked) => strata.Where(stratum => stratum.Linked == linked && stratum.Pairs > 0).Sum(stratum => stratum.Pairs * (double)stratum.Same / stratum.Judged);
        double Spread(bool linked) => strata.Where(stratum => stratum.Linked == linked && stratum.Pairs > 0).Sum(stratum =>
        {
            var share = (stratum.Same + 1.0) / (stratum.Judged + 2);
            return (double)stratum.Pairs * stratum.Pairs * share * (1 - share) / stratum.Judged * (1 - (double)stratum.Judged / stratum.Pairs);
        });
        var estimate = new ShareEstimate(sender, Judged(true), Judged(true) - Found(true), Judged(false), Found(false), null, null, null, null, null, null);
        var linkedPairs = strata.Where(stratum => stratum.Linked).Sum(stratum => stratum.Pairs);
        if (linkedPairs == 0 || strata.Any(stratum => stratum.Linked && stratum.Pairs > 0 && stratum.Judged == 0)) return estimate;
        var (right, spreadRight) = (Same(true), Spread(true));
        var ofPrecision = 1.96 * Math.Sqrt(spreadRight) / linkedPairs;
        estimate = estimate with { Precision = Share(right / linkedPairs), PrecisionLow = Share(right / linkedPairs - ofPrecision), PrecisionHigh = Share(right / linkedPairs + ofPrecision) };
        if (strata.Any(stratum => !stratum.Linked && stratum.Pairs > 0 && stratum.Judged == 0)) return estimate;
        var (missed, spreadMissed) = (Same(false), Spread(false));
        var all = right + missed;
        if (all <= 0) return estimate;
        var ofRecall = 1.96 * Math.Sqrt(missed * missed * spreadRight + right * right * spreadMissed) / (all * all);
        return estimate with { Recall = Share(right / all), RecallLow = Share(right / all - ofRecall), RecallHigh = Share(right / all + ofRecall) };
    }

    static double Share(double value) => Math.Round(Math.Clamp(value, 0, 1), 5);
}

/// <summary>A scored sample, as it is kept beside the generations.</summary>
/// <param name="Generation">Link generation that the sample was drawn from.</param>
/// <param name="Judged">Pairs judged same or different.</param>
/// <param name="Open">Pairs left blank or unsure.</param>
/// <param name="Shares">All first, then the senders in order.</param>
public sealed record SampleEstimate(long Generation, int Judged, int Open, IReadOnlyList<ShareEstimate> Shares)
{
    /// <summary>Of all pairs.</summary>
    public ShareEstimate All => Shares[0];
}
