namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A newborn placeholder goes to a named child only where there is exactly one to choose.</summary>
public static class NewbornChoice
{
    /// <summary>Turns the pairs of placeholders with several different named candidates into pairs for review.</summary>
    /// <param name="pairs">Scored pairs; changed in place.</param>
    /// <param name="judge">To see whether two candidates are one child.</param>
    public static void Apply(RecordTable table, LinkModel model, List<ScoredPair> pairs, PairJudge judge)
    {
        var newborn = table[Column.Newborn];
        var first = table[Column.First];
        var candidates = new Dictionary<int, List<int>>();
        foreach (var pair in pairs)
        {
            if (pair.Effect > PairEffect.Review || pair.Score < model.ReviewThreshold) continue;
            var (placeholder, named) = newborn[pair.A] != 0 ? (pair.A, pair.B) : (pair.B, pair.A);
            if (newborn[placeholder] == 0 || newborn[named] != 0 || first[named] == 0) continue;
            if (!candidates.TryGetValue(placeholder, out var list)) candidates.Add(placeholder, list = []);
            list.Add(named);
        }
        var unclear = candidates.Where(of => Differ(of.Value, model, judge)).Select(of => of.Key).ToHashSet();
        if (unclear.Count == 0) return;
        for (var i = 0; i < pairs.Count; i++)
            if (pairs[i].Effect == PairEffect.Score && pairs[i].Rule != PairRule.DecidedSame && (unclear.Contains(pairs[i].A) || unclear.Contains(pairs[i].B)))
                pairs[i] = pairs[i] with { Rule = PairRule.NewbornUnclear };
    }

    static bool Differ(List<int> named, LinkModel model, PairJudge judge)
    {
        for (var i = 1; i < named.Count; i++)
        {
            var pair = judge.Judge(named[0], named[i]);
            if (pair.Effect != PairEffect.Score || pair.Score < model.LinkThreshold) return true;
        }
        return false;
    }
}
