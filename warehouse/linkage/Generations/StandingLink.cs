namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A pair for a person to look at.</summary>
/// <param name="Kind">pair; merge where both sides are persons that stand; decided where the answer is known.</param>
/// <param name="Score">Bits.</param>
public readonly record struct ReviewItem(int RowA, int RowB, string Kind, float Score, PairRule Rule);

/// <summary>What linking new rows to standing persons came to.</summary>
/// <param name="RootOf">For each row the first row of its group.</param>
/// <param name="Judge">To explain pairs.</param>
/// <param name="Bridged">Roots of groups in which standing persons were merged without a decision.</param>
public sealed record StandingLinkResult(LinkModel Model, List<ScoredPair> Pairs, int[] RootOf, List<ReviewItem> Reviews, PairJudge Judge, IReadOnlyList<BlockingCount> Counts, IReadOnlySet<int> Bridged);

/// <summary>Links new rows to standing persons and to each other: new × old and new × new.</summary>
public static class StandingLink
{
    /// <summary>Links.</summary>
    public static StandingLinkResult Run(StagedPersons persons, Standing standing, PairConstraints constraints, LinkStepOptions options, Action<string>? log = null, BridgePolicy bridges = BridgePolicy.Propose)
    {
        var table = persons.Table;
        var model = options.Model ?? LinkModel.Shipped;
        var frequencies = new Frequencies(table);
        var candidates = new CandidatePairs(table, options.Blocking ?? new BlockingOptions(LooseBudget: 0, AllPairsUpTo: 0), persons.FirstNew);
        log?.Invoke("pairs are found to look at");
        var scorer = new PairScorer(model, table.Count);
        PairJudge Judge() => new(table, frequencies, scorer, FileShape.Registry, constraints);
        var pairs = PairFinder.Find(candidates, Judge, model.ReviewThreshold - Linking.KeptBelowReview);
        log?.Invoke($"{pairs.Count} pairs are kept");
        var judge = Judge();
        Add(pairs, Decided(constraints, judge));
        Add(pairs, standing.DissolvedPairs(judge, model.ReviewThreshold - Linking.KeptBelowReview));
        var clusters = new PersonClusters(table, model, judge, FileShape.Registry, standing.Roots(), bridges);
        NewbornChoice.Group(table, model, pairs, clusters);
        var roots = new int[table.Count];
        for (var row = 0; row < table.Count; row++) roots[row] = clusters.RootOf(row);
        return new(model, pairs, roots, Reviews(pairs, clusters, roots, model, constraints), judge, candidates.Counts, clusters.Bridged);
    }

    static List<ScoredPair> Decided(PairConstraints constraints, PairJudge judge) => [.. constraints.All.Select(pair => judge.Judge(pair.A, pair.B))];

    static void Add(List<ScoredPair> pairs, List<ScoredPair> more)
    {
        var known = pairs.Select(pair => (pair.A, pair.B)).ToHashSet();
        foreach (var pair in more)
            if (known.Add((pair.A, pair.B))) pairs.Add(pair);
        pairs.Sort((x, y) => x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
    }

    static List<ReviewItem> Reviews(List<ScoredPair> pairs, PersonClusters clusters, int[] roots, LinkModel model, PairConstraints constraints)
    {
        var merges = clusters.Refused.Where(refused => refused.Why == Refusal.Standing && roots[refused.Pair.A] != roots[refused.Pair.B])
            .Select(refused => new ReviewItem(refused.Pair.A, refused.Pair.B, "merge", refused.Pair.Score, refused.Pair.Rule));
        var waiting = pairs.Where(pair => Linking.IsWaiting(pair, roots, model)).Select(pair => new ReviewItem(pair.A, pair.B, "pair", pair.Score, pair.Rule));
        var decided = constraints.All.Where(pair => pair.Rule == PairRule.DecidedDifferent && roots[pair.A] != roots[pair.B])
            .Select(pair => new ReviewItem(pair.A, pair.B, "decided", 0, pair.Rule));
        // One question for two persons, on their best pair; none where it has been answered.
        return [.. merges.Concat(waiting).Concat(decided).GroupBy(item => Between(roots[item.RowA], roots[item.RowB]))
            .Select(items => items.OrderBy(item => item.Kind, StringComparer.Ordinal).ThenByDescending(item => item.Score).ThenBy(item => item.RowA).ThenBy(item => item.RowB).First())
            .OrderBy(item => item.RowA).ThenBy(item => item.RowB)];
    }

    static (int, int) Between(int a, int b) => a < b ? (a, b) : (b, a);
}
