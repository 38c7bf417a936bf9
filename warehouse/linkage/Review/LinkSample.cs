using System.Globalization;
using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>One pair of a clerical sample. Keys only.</summary>
/// <param name="Generation">Link generation that it was drawn from.</param>
/// <param name="Stratum">linked or apart, and the band of its score.</param>
/// <param name="StratumPairs">Pairs that the stratum holds.</param>
/// <param name="Score">Bits.</param>
/// <param name="Rule">The rule that the pair met, or None.</param>
public sealed record SampledPair(long Generation, string Stratum, long StratumPairs, long RecordA, long RecordB, double Score, string Rule);

/// <summary>Clerical review: draws pairs by band of score, to be judged by a person and scored by <see cref="SampleScore"/>.</summary>
/// <remarks>See docs/adr/0038-clerical-samples.md. Tests: tests/warehouse/Linkage/LinkSampleTests.cs.</remarks>
public static class LinkSample
{
    /// <summary>First line of a sample. The verdict is filled in by the reviewer: same or different; unsure and blank are left out.</summary>
    public const string Header = "generation,stratum,stratum_pairs,record_a,record_b,score,rule,verdict";

    /// <summary>Draws a sample from the newest generation, the same for the same seed.</summary>
    /// <param name="perStratum">Pairs of each stratum, at most; 1 or more.</param>
    public static IReadOnlyList<SampledPair> Draw(string dataFolder, int perStratum, long seed)
    {
        var generation = PersonLinks.Latest(dataFolder);
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, dataFolder, generation);
        // A state has millions of pairs: only the wanted ones are held, those of the lowest random order, the highest of them at the front.
        var strata = new SortedDictionary<string, (long Pairs, PriorityQueue<SampledPair, (ulong Order, long A, long B)> Drawn)>(StringComparer.Ordinal);
        using var rows = connection.Query(LinkData.Sql("sample_pairs"));
        while (rows.Read())
        {
            var (a, b, stratum) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2));
            var (pairs, drawn) = strata.GetValueOrDefault(stratum, (0, new(Comparer<(ulong, long, long)>.Create((one, other) => other.CompareTo(one)))));
            drawn.Enqueue(new(generation, stratum, 0, a, b, Math.Round(rows.GetDouble(3), 2), rows.GetString(4)), (Bucket.Mix(Bucket.Mix((ulong)a ^ Bucket.Mix((ulong)seed)) ^ (ulong)b), a, b));
            if (drawn.Count > perStratum) drawn.Dequeue();
            strata[stratum] = (pairs + 1, drawn);
        }
        return [.. strata.Values.SelectMany(stratum => stratum.Drawn.UnorderedItems.OrderBy(drawn => drawn.Priority).Select(drawn => drawn.Element with { StratumPairs = stratum.Pairs }))];
    }

    /// <summary>Writes a sample to be filled in.</summary>
    public static void Write(TextWriter to, IReadOnlyList<SampledPair> sample)
    {
        to.Write(Header + "\n");
        foreach (var pair in sample) to.Write(string.Create(CultureInfo.InvariantCulture, $"{pair.Generation},{pair.Stratum},{pair.StratumPairs},{pair.RecordA},{pair.RecordB},{pair.Score:0.00},{pair.Rule},\n"));
    }
}
