using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Fits a model to unlabelled records by expectation–maximisation, held near the model it starts from.</summary>
/// <remarks>
/// Expectation scores each sampled candidate pair as linking would, frequencies and household cap included; pairs that
/// blocking did not bring count as non-matches. u comes from random pairs weighted by how likely they are not one person.
/// What the file cannot tell (few pairs, a level never seen) stays near the start. Order of the levels is kept.
/// </remarks>
public static class ModelFit
{
    const int Rounds = 12;
    const int SampledPairs = 1_500_000;
    const int RandomPairs = 200_000;
    const double MatchPrior = 25, RandomPrior = 400;

    /// <summary>Fits.</summary>
    /// <param name="table">Clean records, two or more.</param>
    /// <param name="pairs">Every pair that may matter: the others count as pairs of two persons.</param>
    /// <param name="start">Where to start, and what to stay near.</param>
    public static LinkModel Fit(RecordTable table, Frequencies frequencies, List<ScoredPair> pairs, LinkModel start, FileShape shape)
    {
        var (sample, share) = Sample(table, frequencies, pairs, shape);
        var random = Random(table, frequencies, shape);
        var model = start;
        for (var round = 0; round < Rounds; round++)
        {
            var scorer = new PairScorer(model, table.Count);
            var matches = Count(sample, scorer, matched: true, out var expected);
            var others = Count(random, scorer, matched: false, out _);
            var perRecord = Math.Clamp((expected / share + 0.1) / table.Count, 0.02, 20);
            model = model with
            {
                Version = start.Version + "+fit",
                MatchesPerRecord = Math.Round(perRecord, 6),
                Fields = [.. start.Fields.Select((field, at) => Next(field, matches[at], others[at]))],
            };
        }
        return model;
    }

    /// <summary>Level counts with which a model is moved: known pairs of one person, and of two.</summary>
    public static FieldModel Next(FieldModel start, double[] matched, double[] others)
    {
        var told = matched.Sum() + MatchPrior;
        var toldOthers = others.Sum() + RandomPrior;
        var levels = start.Levels.Select((level, at) => level with
        {
            M = Math.Max(1e-5, (matched[at + 1] + MatchPrior * level.M) / told),
            U = Math.Max(1e-6, (others[at + 1] + RandomPrior * level.U) / toldOthers),
        }).ToArray();
        return start with { Levels = InOrder(levels) };
    }

    // Pools neighbouring ranks whose weights are the wrong way round until none are.
    static LevelModel[] InOrder(LevelModel[] levels)
    {
        var ranked = Enumerable.Range(0, levels.Length).Where(at => levels[at].Rank > 0).OrderBy(at => levels[at].Rank).ToArray();
        var pools = new List<(double M, double U, int Members)>();
        foreach (var at in ranked)
        {
            pools.Add((levels[at].M, levels[at].U, 1));
            while (pools.Count > 1 && pools[^1].M * pools[^2].U > pools[^2].M * pools[^1].U)
            {
                pools[^2] = (pools[^2].M + pools[^1].M, pools[^2].U + pools[^1].U, pools[^2].Members + pools[^1].Members);
                pools.RemoveAt(pools.Count - 1);
            }
        }
        var next = 0;
        foreach (var (m, u, members) in pools)
            for (var i = 0; i < members; i++, next++)
            {
                var level = levels[ranked[next]];
                // The pool's ratio, at the level's own u: scores then agree, shares stay readable.
                if (members > 1) levels[ranked[next]] = level with { M = Math.Clamp(level.U * m / u, 1e-5, 1) };
            }
        return levels;
    }

    sealed class Compared
    {
        public readonly List<byte> Levels = [];
        public readonly List<float> Bits = [];
        public readonly List<bool> Ruled = [];
        public int Count => Ruled.Count;
    }

    static double[][] Count(List<Compared> parts, PairScorer scorer, bool matched, out double expected)
    {
        var counts = Enumerable.Range(0, PairFields.Count).Select(_ => new double[16]).ToArray();
        expected = 0;
        Span<float> weights = stackalloc float[PairFields.Count];
        foreach (var part in parts)
        {
            var levels = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(part.Levels);
            var bits = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(part.Bits);
            for (var i = 0; i < part.Count; i++)
            {
                var of = levels.Slice(i * PairFields.Count, PairFields.Count);
                var p = part.Ruled[i] ? 0 : PairScorer.Probability(scorer.Score(of, bits.Slice(i * PairFields.Count, PairFields.Count), weights));
                expected += p;
                var counted = matched ? p : 1 - p;
                if (counted < 1e-4) continue;
                for (var field = 0; field < PairFields.Count; field++)
                    if (of[field] != 0) counts[field][of[field]] += counted;
            }
        }
        return counts;
    }

    static (List<Compared> Parts, double Share) Sample(RecordTable table, Frequencies frequencies, List<ScoredPair> pairs, FileShape shape)
    {
        var share = Math.Min(1, (double)SampledPairs / Math.Max(1, pairs.Count));
        var limit = share >= 1 ? ulong.MaxValue : (ulong)(share * ulong.MaxValue);
        var taken = pairs.Where(pair => Bucket.Mix((ulong)pair.A << 32 | (uint)pair.B) <= limit).Select(pair => (pair.A, pair.B)).ToList();
        return (Compare(table, frequencies, taken, shape), share);
    }

    static List<Compared> Random(RecordTable table, Frequencies frequencies, FileShape shape)
    {
        var wanted = (int)Math.Min(RandomPairs, (long)table.Count * (table.Count - 1) / 2);
        var found = new List<(int A, int B)>(wanted);
        for (long draw = 0; found.Count < wanted; draw++)
        {
            var mixed = Bucket.Mix((ulong)draw);
            var a = (int)((mixed >> 32) % (ulong)table.Count);
            var b = (int)((mixed & 0xFFFFFFFF) % (ulong)table.Count);
            if (a != b) found.Add((Math.Min(a, b), Math.Max(a, b)));
        }
        return Compare(table, frequencies, found, shape);
    }

    // In parts of fixed size, so that sums come out the same on any number of threads.
    static List<Compared> Compare(RecordTable table, Frequencies frequencies, List<(int A, int B)> pairs, FileShape shape)
    {
        const int size = 65_536;
        var parts = new Compared[(pairs.Count + size - 1) / size];
        Parallel.For(0, parts.Length, part =>
        {
            var comparer = new PairComparer(table, frequencies);
            var rules = new PairRules(table, shape);
            var to = new Compared();
            var levels = new byte[PairFields.Count];
            var bits = new float[PairFields.Count];
            for (var i = part * size; i < Math.Min(pairs.Count, (part + 1) * size); i++)
            {
                comparer.Compare(pairs[i].A, pairs[i].B, levels, bits);
                to.Levels.AddRange(levels);
                to.Bits.AddRange(bits);
                to.Ruled.Add(PairRules.EffectOf(rules.Read(pairs[i].A, pairs[i].B, levels)) >= PairEffect.No);
            }
            parts[part] = to;
        });
        return [.. parts];
    }
}
