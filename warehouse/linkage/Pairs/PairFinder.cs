namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A compared pair worth keeping; rows of the table, the lower first.</summary>
/// <param name="Score">Bits.</param>
/// <param name="Rule">The rule that it met.</param>
public readonly record struct ScoredPair(int A, int B, float Score, PairRule Rule)
{
    /// <summary>What the rule makes of the pair.</summary>
    public PairEffect Effect => PairRules.EffectOf(Rule);
}

/// <summary>Compares and scores one pair at a time. One for each thread.</summary>
public sealed class PairJudge(RecordTable table, Frequencies frequencies, PairScorer scorer, FileShape shape, PairConstraints constraints)
{
    readonly PairComparer comparer = new(table, frequencies);
    readonly PairRules rules = new(table, shape);
    readonly byte[] levels = new byte[PairFields.Count];
    readonly float[] bits = new float[PairFields.Count];
    readonly float[] weights = new float[PairFields.Count];

    /// <summary>Weights of the pair judged last, by field.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>Levels of the pair judged last, by field.</summary>
    public ReadOnlySpan<byte> Levels => levels;

    /// <summary>Judges two rows.</summary>
    public ScoredPair Judge(int a, int b)
    {
        if (a > b) (a, b) = (b, a);
        comparer.Compare(a, b, levels, bits);
        var score = scorer.Score(levels, bits, weights);
        var decided = constraints.Of(a, b);
        return new(a, b, score, decided != PairRule.None ? decided : rules.Read(a, b, levels));
    }
}

/// <summary>What has been decided about pairs of rows, once and for all.</summary>
public sealed class PairConstraints
{
    readonly Dictionary<(int, int), PairRule> decided = [];

    /// <summary>Nothing decided.</summary>
    public static PairConstraints None { get; } = new();

    /// <summary>Every decided pair, lower row first, in row order.</summary>
    public IEnumerable<(int A, int B, PairRule Rule)> All => decided.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value));

    /// <summary>Notes a decision; a later one replaces an earlier one.</summary>
    public void Set(int a, int b, PairRule rule) => decided[a < b ? (a, b) : (b, a)] = rule;

    /// <summary>What is decided about a pair, the lower row first.</summary>
    public PairRule Of(int a, int b) => decided.Count == 0 ? PairRule.None : decided.GetValueOrDefault((a, b));
}

/// <summary>Compares all candidate pairs and keeps those that may matter.</summary>
public static class PairFinder
{
    /// <summary>Bits below which no fitting will ever make a pair of two records one person.</summary>
    public const double Hopeless = -14;

    /// <summary>Judges pairs that were found before once more, in the same order.</summary>
    public static List<ScoredPair> Again(List<ScoredPair> pairs, Func<PairJudge> judge, double keepFrom)
    {
        const int size = 16_384;
        var parts = new List<ScoredPair>[(pairs.Count + size - 1) / size];
        Parallel.For(0, parts.Length, judge, (part, _, own) =>
        {
            var kept = new List<ScoredPair>();
            for (var i = part * size; i < Math.Min(pairs.Count, (part + 1) * size); i++)
                if (own.Judge(pairs[i].A, pairs[i].B) is var pair && pair.Score >= keepFrom) kept.Add(pair);
            parts[part] = kept;
            return own;
        }, _ => { });
        return [.. parts.SelectMany(part => part)];
    }

    /// <summary>Finds.</summary>
    /// <param name="judge">Makes a judge for a thread.</param>
    /// <param name="keepFrom">Bits from which on a pair is kept.</param>
    /// <returns>Pairs in row order, each once, the same on any number of threads.</returns>
    public static List<ScoredPair> Find(CandidatePairs candidates, Func<PairJudge> judge, double keepFrom)
    {
        var found = new List<ScoredPair>();
        candidates.ForEach(
            () => (Judge: judge(), Own: new List<ScoredPair>()),
            (state, a, b) =>
            {
                var pair = state.Judge.Judge(a, b);
                if (pair.Score >= keepFrom) state.Own.Add(pair);
            },
            state => { lock (found) found.AddRange(state.Own); });
        found.Sort((x, y) => x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
            if (kept == 0 || found[i].A != found[kept - 1].A || found[i].B != found[kept - 1].B) found[kept++] = found[i];
        found.RemoveRange(kept, found.Count - kept);
        return found;
    }
}
