using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>How right linking is on records whose persons are known.</summary>
/// <param name="ClusterPrecision">B-cubed precision, 0–1.</param>
/// <param name="BlockingRecall">Share of true pairs that were compared and kept, 0–1.</param>
/// <param name="Mixed">Persons that hold records of two true persons.</param>
/// <param name="ReviewPerRecord">Pairs waiting for a person, per record.</param>
public sealed record LinkScore(
    long Truths, long Linked, long Right, double Precision, double Recall, double ClusterPrecision, double ClusterRecall, double BlockingRecall, long Mixed, double ReviewPerRecord)
{
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
    public double ClusterF1 => ClusterPrecision + ClusterRecall == 0 ? 0 : 2 * ClusterPrecision * ClusterRecall / (ClusterPrecision + ClusterRecall);

    /// <summary>Scores.</summary>
    /// <param name="truth">Person of each row.</param>
    public static LinkScore Of(LinkedRecords linked, IReadOnlyList<string> truth)
    {
        var rows = Enumerable.Range(0, truth.Count).ToList();
        long Pairs(IEnumerable<int> sizes) => sizes.Sum(size => (long)size * (size - 1) / 2);
        var truthSize = rows.GroupBy(row => truth[row]).ToDictionary(group => group.Key, group => group.Count());
        var foundSize = rows.GroupBy(row => linked.PersonRow[row]).ToDictionary(group => group.Key, group => group.Count());
        var both = rows.GroupBy(row => (truth[row], linked.PersonRow[row])).ToDictionary(group => group.Key, group => group.Count());
        var truths = Pairs(truthSize.Values);
        var found = Pairs(foundSize.Values);
        var right = Pairs(both.Values);
        var precision = rows.Average(row => (double)both[(truth[row], linked.PersonRow[row])] / foundSize[linked.PersonRow[row]]);
        var recall = rows.Average(row => (double)both[(truth[row], linked.PersonRow[row])] / truthSize[truth[row]]);
        var kept = linked.Pairs.Count(pair => truth[pair.A] == truth[pair.B]);
        var waiting = linked.Pairs.Count(pair => Linking.IsWaiting(pair, linked.PersonRow, linked.Model));
        return new(truths, found, right, found == 0 ? 1 : (double)right / found, truths == 0 ? 1 : (double)right / truths, precision, recall,
            truths == 0 ? 1 : (double)kept / truths, both.Keys.GroupBy(key => key.Item2).LongCount(person => person.Count() > 1), (double)waiting / truth.Count);
    }
}
