using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>Record linkage: how right on labelled sets, how fast by size.</summary>
public static class LinkBench
{
    /// <summary>Records of a daily batch.</summary>
    const int Daily = 20_000;

    [Bench("link", "record linkage: precision and recall on the labelled sets in LINK_SETS; with LINK_SPEED=records, linking so many and a daily batch of 20,000")]
    public static void Run(BenchReport report)
    {
        if (LinkSets.Folder is { } folder)
            foreach (var set in LinkSets.All(folder))
            {
                var measured = Score(set);
                report.Note($"{set.Name}: {measured.Words()}");
                LinkResults.Save([measured]);
            }
        else report.Note("LINK_SETS names no folder of labelled sets: nothing was scored.");
        foreach (var size in (Environment.GetEnvironmentVariable("LINK_SPEED") ?? "10000").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))) Speed(report, size);
    }

    static void Speed(BenchReport report, int records)
    {
        var data = Directory.CreateTempSubdirectory("link-bench").FullName;
        try
        {
            LinkPeople.Write(data, 1, records, records * 2 / 3);
            var persons = Path.Combine(data, "lake", "persons");
            var first = report.Measure($"first generation, {records:N0} records, staged rows to persons", "records", () =>
            {
                if (Directory.Exists(persons)) Directory.Delete(persons, recursive: true);
                return LinkStep.Run(data, new LinkStepOptions(), TimeProvider.System).NewRecords;
            }, rounds: 1, warmUp: records <= 100_000);
            var peak = LinkResults.PeakMiB();
            LinkPeople.Write(data, 2, Daily, records * 2 / 3);
            var cache = Path.Combine(persons, "cache", "records.bin");
            File.Copy(cache, cache + ".first");
            var steps = new List<string>();
            var daily = report.Measure($"daily batch of {Daily:N0} against {records:N0}", "records", () =>
            {
                // As it is on the day: one generation stands, with the records it was made of.
                var second = LinkStore.GenerationFolder(data, 2);
                if (Directory.Exists(second)) Directory.Delete(second, recursive: true);
                File.Copy(cache + ".first", cache, overwrite: true);
                steps.Clear();
                var clock = System.Diagnostics.Stopwatch.StartNew();
                return LinkStep.Run(data, new LinkStepOptions(), TimeProvider.System, done => steps.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} s {done}"))).NewRecords;
            }, rounds: 1);
            report.Note(string.Join("; ", steps));
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{records:N0} records: peak working set {LinkResults.PeakMiB():N0} MiB"));
            var command = string.Create(CultureInfo.InvariantCulture, $"LINK_SPEED={records} ./registry bench link");
            LinkResults.Save([LinkResults.Speed(first.Label, records, command, first, peak), LinkResults.Speed(daily.Label, records, command, daily, LinkResults.PeakMiB())]);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static MeasuredLink Score(LinkSet set)
    {
        const string command = "LINK_SETS=FOLDER ./registry bench link";
        var (table, ids, _) = LinkCsv.Read(new StringReader(set.Csv));
        var linked = Linking.Run(table, LinkModel.Shipped, new BlockingOptions(), fit: true);
        if (set.Truth is not null)
        {
            var score = LinkScore.Of(linked, [.. ids.Select(id => set.Truth[id])]);
            return new("sets", set.Name, ids.Count, command, new()
            {
                ["records"] = ids.Count, ["true_pairs"] = score.Truths, ["precision"] = score.Precision, ["recall"] = score.Recall, ["f1"] = score.F1,
                ["cluster_precision"] = score.ClusterPrecision, ["cluster_recall"] = score.ClusterRecall, ["cluster_f1"] = score.ClusterF1,
                ["blocking_recall"] = score.BlockingRecall, ["mixed_persons"] = score.Mixed, ["review_per_1000"] = score.ReviewPerRecord * 1000,
            });
        }
        var row = ids.Select((id, at) => (id, at)).ToDictionary(pair => pair.id, pair => pair.at);
        var counts = set.Pairs!.GroupBy(pair => (pair.Label, Decision(linked, row[pair.A], row[pair.B]))).ToDictionary(group => group.Key, group => group.Count());
        int Of(double label, string decision) => counts.GetValueOrDefault((label, decision));
        var kept = linked.Pairs.Select(pair => (Math.Min(pair.A, pair.B), Math.Max(pair.A, pair.B))).ToHashSet();
        var matches = set.Pairs!.Where(pair => pair.Label == 1).Select(pair => (Math.Min(row[pair.A], row[pair.B]), Math.Max(row[pair.A], row[pair.B]))).ToList();
        var (precision, recall) = ((double)Of(1, "link") / Math.Max(1, Of(1, "link") + Of(0, "link")), (double)Of(1, "link") / matches.Count);
        return new("pairs", set.Name, set.Pairs!.Count, command, new()
        {
            ["pairs"] = set.Pairs.Count, ["precision"] = precision, ["recall"] = recall, ["f1"] = 2 * precision * recall / Math.Max(double.Epsilon, precision + recall),
            ["blocking_recall"] = (double)matches.Count(pair => pair.Item1 == pair.Item2 || kept.Contains(pair)) / matches.Count,
            ["match_link"] = Of(1, "link"), ["match_review"] = Of(1, "review"), ["match_no"] = Of(1, "no"),
            ["possible_link"] = Of(.5, "link"), ["possible_review"] = Of(.5, "review"), ["possible_no"] = Of(.5, "no"),
            ["other_link"] = Of(0, "link"), ["other_review"] = Of(0, "review"), ["other_no"] = Of(0, "no"),
        });
    }

    static string Decision(LinkedRecords linked, int a, int b)
    {
        if (linked.PersonRow[a] == linked.PersonRow[b]) return "link";
        return Linking.IsWaiting(linked.Judge.Judge(a, b), linked.PersonRow, linked.Model) ? "review" : "no";
    }
}
