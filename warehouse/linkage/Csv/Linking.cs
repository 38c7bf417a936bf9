namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Persons found among records that were not linked before.</summary>
/// <param name="Table">The clean records.</param>
/// <param name="Model">The model that was used, after fitting where it was fitted.</param>
/// <param name="Pairs">Every pair worth keeping, in row order.</param>
/// <param name="PersonRow">For each row the first row of its person.</param>
/// <param name="Waiting">For each row whether a pair of it waits for a person's decision.</param>
/// <param name="Counts">What blocking brought, by rule.</param>
/// <param name="Judge">To explain a pair.</param>
public sealed record LinkedRecords(
    RecordTable Table, LinkModel Model, List<ScoredPair> Pairs, int[] PersonRow, bool[] Waiting,
    IReadOnlyList<BlockingCount> Counts, IReadOnlyList<RefusedPair> Refused, PairJudge Judge);

/// <summary>Linking a set of records on its own: block, fit, compare, decide, group.</summary>
public static class Linking
{
    /// <summary>Bits below the review threshold down to which pairs are kept for the explanation.</summary>
    public const double KeptBelowReview = 4;

    /// <summary>Links.</summary>
    /// <param name="fit">Whether the model is fitted to the records first; otherwise it is taken as it is.</param>
    public static LinkedRecords Run(RecordTable table, LinkModel model, BlockingOptions options, bool fit)
    {
        var frequencies = new Frequencies(table);
        var candidates = new CandidatePairs(table, options);
        var shape = FileShape.Registry;
        PairJudge Judge() => new(table, frequencies, new PairScorer(model, table.Count), shape, PairConstraints.None);
        var pairs = PairFinder.Find(candidates, Judge, fit ? PairFinder.Hopeless : model.ReviewThreshold - KeptBelowReview);
        if (fit && table.Count > 1)
        {
            shape = FileShape.Of(table, frequencies, pairs);
            model = ModelFit.Fit(table, frequencies, pairs, model, shape);
            pairs = PairFinder.Again(pairs, Judge, model.ReviewThreshold - KeptBelowReview);
            if (!shape.IsRich) model = model with { LinkThreshold = ThresholdWithin(pairs, model) };
        }
        var judge = Judge();
        var clusters = new PersonClusters(table, model, judge, shape);
        NewbornChoice.Group(table, model, pairs, clusters);
        var personRow = new int[table.Count];
        for (var row = 0; row < table.Count; row++) personRow[row] = clusters.RootOf(row);
        var waiting = new bool[table.Count];
        foreach (var pair in pairs)
            if (IsWaiting(pair, personRow, model)) waiting[pair.A] = waiting[pair.B] = true;
        return new(table, model, pairs, personRow, waiting, candidates.Counts, clusters.Refused, judge);
    }

    // The lowest score down to which the fitted model itself expects at most one false link in two hundred.
    static double ThresholdWithin(List<ScoredPair> pairs, LinkModel model)
    {
        const double falseShare = 0.005, lowest = 3.5;
        var scores = pairs.Where(pair => pair.Effect == PairEffect.Score && pair.Score >= lowest).Select(pair => pair.Score).OrderDescending().ToList();
        double expected = 0;
        for (var i = 0; i < scores.Count; i++)
        {
            expected += 1 - PairScorer.Probability(scores[i]);
            if (expected > falseShare * (i + 1) && scores[i] < model.LinkThreshold) return i == 0 ? model.LinkThreshold : scores[i - 1];
        }
        return lowest;
    }

    /// <summary>What became of a pair: link, review or no.</summary>
    internal static string Decision(ScoredPair pair, int[] personRow, LinkModel model) =>
        personRow[pair.A] == personRow[pair.B] ? "link" : IsWaiting(pair, personRow, model) ? "review" : "no";

    /// <summary>Whether a pair waits for a person: alike enough, not forbidden, and not one person already.</summary>
    public static bool IsWaiting(ScoredPair pair, int[] personRow, LinkModel model) =>
        pair.Effect <= PairEffect.Review && pair.Score >= model.ReviewThreshold && personRow[pair.A] != personRow[pair.B];
}
