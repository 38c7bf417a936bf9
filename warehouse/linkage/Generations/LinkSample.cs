using System.Globalization;
using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>One pair of a clerical sample. Keys only.</summary>
/// <param name="Stratum">linked or apart, and the band of its score.</param>
/// <param name="StratumPairs">Pairs that the stratum holds.</param>
public sealed record SampledPair(string Stratum, long StratumPairs, long RecordA, long RecordB, double Score, string Rule);

/// <summary>What a filled-in sample says about all compared pairs; shares 0–1, intervals of 95 %.</summary>
/// <param name="Precision">Of the pairs linked, those of one person.</param>
/// <param name="Recall">Of the compared and kept pairs of one person, those linked; what blocking never brought is not in it.</param>
public sealed record SampleEstimate(
    long Generation, int Judged, int Open, double Precision, double PrecisionLow, double PrecisionHigh, double Recall, double RecallLow, double RecallHigh);

/// <summary>Clerical review: draws pairs by band of score, and turns the answers into estimates of over- and under-merging.</summary>
/// <remarks>See docs/linkage.md. Tests: tests/warehouse/Linkage/LinkSampleTests.cs.</remarks>
public static class LinkSample
{
    /// <summary>First line of a sample. The verdict is filled in by the reviewer: same or different; unsure and blank are left out.</summary>
    public const string Header = "stratum,stratum_pairs,record_a,record_b,score,rule,verdict";

    /// <summary>Draws a sample from the newest generation, the same for the same seed.</summary>
    /// <param name="perStratum">Pairs of each stratum, at most; 1 or more.</param>
    public static IReadOnlyList<SampledPair> Draw(string dataFolder, int perStratum, long seed)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, dataFolder, PersonLinks.Latest(dataFolder));
        var strata = new SortedDictionary<string, List<(ulong Order, SampledPair Pair)>>(StringComparer.Ordinal);
        using var rows = connection.Query(LinkData.Sql("sample_pairs"));
        while (rows.Read())
        {
            var (a, b, stratum) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2));
            if (!strata.TryGetValue(stratum, out var list)) strata.Add(stratum, list = []);
            list.Add((Bucket.Mix(Bucket.Mix((ulong)a ^ Bucket.Mix((ulong)seed)) ^ (ulong)b), new(stratum, 0, a, b, Math.Round(rows.GetDouble(3), 2), rows.GetString(4))));
        }
        return [.. strata.SelectMany(one => one.Value.OrderBy(drawn => drawn.Order).ThenBy(drawn => drawn.Pair.RecordA).ThenBy(drawn => drawn.Pair.RecordB)
            .Take(perStratum).Select(drawn => drawn.Pair with { StratumPairs = one.Value.Count }))];
    }

    /// <summary>Writes a sample to be filled in.</summary>
    public static void Write(TextWriter to, IReadOnlyList<SampledPair> sample)
    {
        to.Write(Header + "\n");
        foreach (var pair in sample) to.Write(string.Create(CultureInfo.InvariantCulture, $"{pair.Stratum},{pair.StratumPairs},{pair.RecordA},{pair.RecordB},{pair.Score:0.00},{pair.Rule},\n"));
    }

    /// <summary>Keys of the persons whose records a sample holds, for the audit log.</summary>
    public static IReadOnlyList<long> Persons(string dataFolder, IReadOnlyList<SampledPair> sample)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        var links = LinkHistory.Links(connection, dataFolder, PersonLinks.Latest(dataFolder));
        return [.. sample.SelectMany(pair => new[] { links[pair.RecordA], links[pair.RecordB] }).Distinct().Order()];
    }

    /// <summary>What the records of a sample say of persons, for the reviewer: personal data.</summary>
    public static void WritePersons(TextWriter to, string dataFolder, IReadOnlyList<SampledPair> sample)
    {
        string[] columns = ["record_key", "sender", "last_name", "first_name", "middle_name", "birth_date", "sex", "multiple_birth", "birth_order", "mother_maiden_name", "guardian_first_name", "guardian_last_name", "street", "city", "zip", "phone"];
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 2L << 30 });
        using var connection = database.Connect();
        StagedViews.Create(connection, Lake.Open(dataFolder), StagedSchema.Person);
        connection.Execute("create table wanted (record_key bigint)");
        using (var wanted = connection.Appender("wanted"))
        {
            foreach (var key in sample.SelectMany(pair => new[] { pair.RecordA, pair.RecordB }).Distinct().Order()) wanted.Append(key).EndRow();
            wanted.Close();
        }
        to.Write(string.Join(',', columns) + "\n");
        foreach (var row in connection.QueryRows($"select {string.Join(", ", columns)} from staged_person join wanted using (record_key) order by record_key"))
            to.Write(string.Join(',', row.Select(value => CsvText.Quote(value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))) + "\n");
    }

    /// <summary>Scores a filled-in sample.</summary>
    /// <returns>The estimate; or null and, in plain words, what is wrong with the file and where.</returns>
    public static (SampleEstimate? Estimate, string? Problem) Score(TextReader from, long generation)
    {
        if (from.ReadLine() is not { } header || header.Trim() != Header) return (null, $"line 1: the header must be {Header}");
        var strata = new Dictionary<string, (long Pairs, int Same, int Judged, bool Linked)>(StringComparer.Ordinal);
        var open = 0;
        for (var number = 2; from.ReadLine() is { } line; number++)
        {
            if (line.Length == 0) continue;
            var cells = line.Split(',');
            if (cells.Length != 7 || !long.TryParse(cells[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var pairs) || pairs < 1) return (null, $"line {number}: seven cells are wanted, the second a number of pairs");
            var verdict = cells[6].Trim().ToLowerInvariant();
            if (verdict is not ("same" or "different" or "unsure" or "")) return (null, $"line {number}: the verdict must be same, different, unsure or blank");
            var known = strata.GetValueOrDefault(cells[0], (pairs, 0, 0, cells[0].StartsWith("linked", StringComparison.Ordinal)));
            if (known.Item1 != pairs) return (null, $"line {number}: stratum {cells[0]} has {known.Item1} pairs further up and {pairs} here");
            if (verdict is "same" or "different") known = (known.Item1, known.Item2 + (verdict == "same" ? 1 : 0), known.Item3 + 1, known.Item4);
            else open++;
            strata[cells[0]] = known;
        }
        var empty = strata.Where(one => one.Value.Judged == 0).Select(one => one.Key).Order(StringComparer.Ordinal).ToList();
        if (strata.Count == 0 || empty.Count > 0) return (null, strata.Count == 0 ? "the sample holds no pair" : $"no pair was judged in {string.Join(", ", empty)}: each stratum needs at least one");
        return (Estimate(generation, strata.Values, open), null);
    }

    // Stratified estimate. The spread of a stratum is that of (same + 1) of (judged + 2), so that a stratum without an error
    // is not taken for faultless; nothing is left to chance where a whole stratum was judged.
    static SampleEstimate Estimate(long generation, IReadOnlyCollection<(long Pairs, int Same, int Judged, bool Linked)> strata, int open)
    {
        double Same(bool linked) => strata.Where(one => one.Linked == linked).Sum(one => one.Pairs * (double)one.Same / one.Judged);
        double Spread(bool linked) => strata.Where(one => one.Linked == linked).Sum(one =>
        {
            var share = (one.Same + 1.0) / (one.Judged + 2);
            return (double)one.Pairs * one.Pairs * share * (1 - share) / one.Judged * (1 - (double)one.Judged / one.Pairs);
        });
        var linkedPairs = strata.Where(one => one.Linked).Sum(one => one.Pairs);
        var (right, missed, spreadRight, spreadMissed) = (Same(true), Same(false), Spread(true), Spread(false));
        var precision = linkedPairs == 0 ? 1 : right / linkedPairs;
        var recall = right + missed == 0 ? 1 : right / (right + missed);
        var ofPrecision = linkedPairs == 0 ? 0 : 1.96 * Math.Sqrt(spreadRight) / linkedPairs;
        // How recall moves with what was found right and what was missed.
        var all = Math.Max(1e-9, right + missed);
        var ofRecall = 1.96 * Math.Sqrt(missed * missed * spreadRight + right * right * spreadMissed) / (all * all);
        double Within(double value) => Math.Round(Math.Clamp(value, 0, 1), 5);
        return new(generation, strata.Sum(one => one.Judged), open,
            Within(precision), Within(precision - ofPrecision), Within(precision + ofPrecision), Within(recall), Within(recall - ofRecall), Within(recall + ofRecall));
    }

    /// <summary>Keeps an estimate beside the generations; builds show the newest.</summary>
    public static void Store(string dataFolder, SampleEstimate estimate) => LinkStore.Store(dataFolder, estimate);
}
