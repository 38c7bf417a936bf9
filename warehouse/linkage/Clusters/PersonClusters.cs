namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Why two groups of records stayed apart although a pair of them would link.</summary>
public enum Refusal : byte { None, CannotLink, Twins, TooLarge, MeanTooLow, PairTooLow, Bridge, BirthDates, Standing }

/// <summary>A pair that would link, and why it did not.</summary>
public readonly record struct RefusedPair(ScoredPair Pair, Refusal Why);

/// <summary>Groups records into persons, best pairs first, under guards; never by connected components alone.</summary>
/// <remarks>
/// Guards, in the order they are asked: nothing that may never be one person; no two names of a multiple birth; size; mean of all pairs between the two
/// groups at least the review threshold and none below the never threshold; a single bridging pair must be clearly strong;
/// birth dates; two standing persons become a proposal, or are merged where the policy says so and the pair is clearly strong.
/// </remarks>
public sealed class PersonClusters
{
    readonly RecordTable table;
    readonly LinkModel model;
    readonly PairJudge judge;
    readonly FileShape shape;
    readonly int[] root;
    readonly List<int>?[] members;
    readonly bool[] standing;
    readonly HashSet<(int, int, int, int)> tried = [];
    readonly List<RefusedPair> refused = [];
    readonly HashSet<int> bridged = [];
    readonly BridgePolicy bridges;

    /// <param name="standingRoot">For each row the first row of the person it stands in, or −1 for a new record; null = all new.</param>
    public PersonClusters(RecordTable table, LinkModel model, PairJudge judge, FileShape shape, int[]? standingRoot = null, BridgePolicy bridges = BridgePolicy.Propose)
    {
        this.table = table;
        this.model = model;
        this.judge = judge;
        this.shape = shape;
        this.bridges = bridges;
        root = new int[table.Count];
        members = new List<int>?[table.Count];
        standing = new bool[table.Count];
        for (var row = 0; row < table.Count; row++)
        {
            root[row] = standingRoot is not null && standingRoot[row] >= 0 ? standingRoot[row] : row;
            if (standingRoot is not null && standingRoot[row] >= 0) standing[root[row]] = true;
            if (root[row] != row) (members[root[row]] ??= [root[row]]).Add(row);
        }
    }

    /// <summary>First row of the group of a row.</summary>
    public int RootOf(int row) => root[row];

    /// <summary>Rows of a group, by its root.</summary>
    public IReadOnlyList<int> Members(int ofRoot) => members[ofRoot] ?? [ofRoot];

    /// <summary>Whether a record of either group says that the two can never be one person.</summary>
    public bool IsRuledOut(int rowA, int rowB)
    {
        foreach (var x in Members(root[rowA]))
            foreach (var y in Members(root[rowB]))
                if (judge.Judge(x, y).Effect == PairEffect.CannotLink) return true;
        return false;
    }

    /// <summary>Pairs that would link and were refused.</summary>
    public IReadOnlyList<RefusedPair> Refused => refused;

    /// <summary>Roots of groups in which standing persons were merged without a decision.</summary>
    public IReadOnlySet<int> Bridged => bridged;

    /// <summary>Groups by the pairs that may link: decided first, then the best.</summary>
    /// <param name="pairs">Any order.</param>
    public void Group(IEnumerable<ScoredPair> pairs)
    {
        var edges = pairs.Where(pair => pair.Rule == PairRule.DecidedSame || pair.Effect == PairEffect.Score && pair.Score >= model.LinkThreshold).ToList();
        edges.Sort((x, y) =>
        {
            var byDecision = (y.Rule == PairRule.DecidedSame).CompareTo(x.Rule == PairRule.DecidedSame);
            if (byDecision != 0) return byDecision;
            var byScore = y.Score.CompareTo(x.Score);
            return byScore != 0 ? byScore : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B);
        });
        foreach (var edge in edges) Offer(edge);
    }

    void Offer(ScoredPair edge)
    {
        var (a, b) = (root[edge.A], root[edge.B]);
        if (a == b) return;
        if (a > b) (a, b) = (b, a);
        if (standing[a] && standing[b])
        {
            if (edge.Rule == PairRule.DecidedSame && Check(a, b, edge) != Refusal.CannotLink) Merge(a, b);
            else if (bridges == BridgePolicy.Merge && edge.Score >= model.LinkThreshold + model.BridgeBits && Check(a, b, edge) == Refusal.None)
            {
                Merge(a, b);
                bridged.Add(a);
            }
            else refused.Add(new(edge, Refusal.Standing));
            return;
        }
        if (!tried.Add((a, Members(a).Count, b, Members(b).Count))) return;
        var why = Check(a, b, edge);
        if (why == Refusal.None || edge.Rule == PairRule.DecidedSame && why != Refusal.CannotLink) Merge(a, b);
        else refused.Add(new(edge, why));
    }

    Refusal Check(int a, int b, ScoredPair edge)
    {
        var left = Members(a);
        var right = Members(b);
        var large = left.Count + right.Count > model.LargestCluster;
        if (large && (long)left.Count * right.Count > 10_000) return Refusal.TooLarge;
        double sum = 0;
        var (supports, counted) = (0, 0);
        var lowest = double.MaxValue;
        foreach (var x in left)
            foreach (var y in right)
            {
                var pair = judge.Judge(x, y);
                if (pair.Effect == PairEffect.CannotLink) return Refusal.CannotLink;
                // What one record tells of a multiple birth holds for its whole group.
                if (pair.Rule == PairRule.MultipleBirth) return Refusal.Twins;
                // In a registry a pair ruled out keeps two groups apart; elsewhere it only weighs as little as can be.
                var score = pair.Effect == PairEffect.No ? model.NeverThreshold - (shape.IsRich ? 1 : 0) : pair.Score;
                if (pair.Effect == PairEffect.Score && score >= model.LinkThreshold) supports++;
                lowest = Math.Min(lowest, score);
                if (!shape.IsRich && score < model.ReviewThreshold && Told(judge.Levels) < FewestTold) continue;
                sum += Math.Clamp(score, model.NeverThreshold, model.LinkThreshold + 10);
                counted++;
            }
        if (large) return Refusal.TooLarge;
        if (lowest < model.NeverThreshold) return Refusal.PairTooLow;
        var mean = counted == 0 ? edge.Score : sum / counted;
        if (mean < model.ReviewThreshold) return Refusal.MeanTooLow;
        if (supports <= 1 && left.Count > 1 && right.Count > 1 && edge.Score < model.LinkThreshold + model.BridgeBits) return Refusal.Bridge;
        return !shape.IsRich && mean >= model.LinkThreshold || BirthDatesHold(left, right) ? Refusal.None : Refusal.BirthDates;
    }

    // Two records that can be compared on fewer fields than this say nothing against each other, in a file that tells little.
    const int FewestTold = 3;

    static int Told(ReadOnlySpan<byte> levels)
    {
        var told = 0;
        foreach (var level in levels)
            if (level != 0) told++;
        return told;
    }

    // At most one record in three, and always one, may have a birth date further than two digits from the commonest.
    bool BirthDatesHold(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        var births = table[Column.Birth];
        Dictionary<int, int> counts = [];
        foreach (var row in left.Concat(right))
            if (births[row] != 0) counts[births[row]] = counts.GetValueOrDefault(births[row]) + 1;
        if (counts.Count < 2) return true;
        var commonest = counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key;
        var off = counts.Where(count => count.Key != commonest && PairComparer.BirthOf(count.Key, commonest) > BirthLevel.TwoEdits).Sum(count => count.Value);
        return off <= Math.Max(1, counts.Values.Sum() / 3);
    }

    void Merge(int a, int b)
    {
        var into = members[a] ??= [a];
        foreach (var row in Members(b).ToArray())
        {
            root[row] = a;
            into.Add(row);
        }
        members[b] = null;
        if (bridged.Remove(b)) bridged.Add(a);
        into.Sort();
        standing[a] |= standing[b];
    }
}
