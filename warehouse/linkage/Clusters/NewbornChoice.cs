namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A newborn placeholder goes to a named child only where there is exactly one to choose.</summary>
public static class NewbornChoice
{
    /// <summary>Groups: first those with names, then placeholders to the one child they may be.</summary>
    /// <param name="pairs">Scored pairs; those of placeholders with several children to choose from become pairs for review.</param>
    public static void Group(RecordTable table, LinkModel model, List<ScoredPair> pairs, PersonClusters clusters)
    {
        var newborn = table[Column.Newborn];
        var sex = table[Column.Sex];
        bool OfPlaceholder(ScoredPair pair) => newborn[pair.A] != 0 || newborn[pair.B] != 0;
        clusters.Group(pairs.Where(pair => !OfPlaceholder(pair)));
        var children = new Dictionary<int, HashSet<int>>();
        foreach (var pair in pairs)
        {
            if (!OfPlaceholder(pair) || pair.Effect > PairEffect.Review || pair.Score < model.ReviewThreshold) continue;
            var (placeholder, named) = newborn[pair.A] != 0 ? (pair.A, pair.B) : (pair.B, pair.A);
            if (newborn[named] != 0) continue;
            // A child of the other sex is no choice, nor one of whom another record says that it was the other twin.
            if (sex[placeholder] != 0 && sex[named] != 0 && sex[placeholder] != sex[named] || clusters.IsRuledOut(placeholder, named)) continue;
            if (!children.TryGetValue(placeholder, out var roots)) children.Add(placeholder, roots = []);
            roots.Add(clusters.RootOf(named));
        }
        for (var i = 0; i < pairs.Count; i++)
            if (OfPlaceholder(pairs[i]) && pairs[i].Effect == PairEffect.Score && pairs[i].Rule != PairRule.DecidedSame && (Several(pairs[i].A) || Several(pairs[i].B)))
                pairs[i] = pairs[i] with { Rule = PairRule.NewbornUnclear };
        clusters.Group(pairs.Where(OfPlaceholder));

        bool Several(int row) => children.TryGetValue(row, out var roots) && roots.Count > 1;
    }
}
