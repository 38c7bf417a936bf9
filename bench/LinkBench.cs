using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>Record linkage: how right on labelled sets, how fast by size.</summary>
public static class LinkBench
{
    [Bench("link", "record linkage: precision and recall on the labelled sets in LINK_SETS; with LINK_SPEED=records, linking so many and a daily batch of 20,000")]
    public static void Run(BenchReport report)
    {
        if (LinkSets.Folder is { } folder)
            foreach (var set in LinkSets.All(folder)) report.Note(Score(set));
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
            report.Measure($"first generation, {records:N0} records, staged rows to persons", "records", () =>
            {
                if (Directory.Exists(persons)) Directory.Delete(persons, recursive: true);
                return LinkStep.Run(data, new LinkStepOptions(), TimeProvider.System).NewRecords;
            }, rounds: 1, warmUp: records <= 100_000);
            LinkPeople.Write(data, 2, 20_000, records * 2 / 3);
            var cache = Path.Combine(persons, "cache", "records.bin");
            File.Copy(cache, cache + ".first");
            var steps = new List<string>();
            report.Measure($"daily batch of 20,000 against {records:N0}", "records", () =>
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
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{records:N0} records: peak working set {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static string Score(LinkSet set)
    {
        var (table, ids, _) = LinkCsv.Read(new StringReader(set.Csv));
        var linked = Linking.Run(table, LinkModel.Shipped, new BlockingOptions(), fit: true);
        if (set.Truth is not null)
        {
            var score = LinkScore.Of(linked, [.. ids.Select(id => set.Truth[id])]);
            return string.Create(CultureInfo.InvariantCulture,
                $"{set.Name}: {ids.Count} records, {score.Truths} true pairs; pairs P {score.Precision:0.0000} R {score.Recall:0.0000} F1 {score.F1:0.0000}; B-cubed P {score.ClusterPrecision:0.0000} R {score.ClusterRecall:0.0000} F1 {score.ClusterF1:0.0000}; blocking recall {score.BlockingRecall:0.0000}; review {score.ReviewPerRecord:0.000} a record");
        }
        var row = ids.Select((id, at) => (id, at)).ToDictionary(pair => pair.id, pair => pair.at);
        var counts = set.Pairs!.GroupBy(pair => (pair.Label, Decision(linked, row[pair.A], row[pair.B]))).ToDictionary(group => group.Key, group => group.Count());
        int Of(double label, string decision) => counts.GetValueOrDefault((label, decision));
        var (right, wrong, matches) = (Of(1, "link"), Of(0, "link"), Of(1, "link") + Of(1, "review") + Of(1, "no"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{set.Name}: {set.Pairs!.Count} labelled pairs; P {(double)right / (right + wrong):0.0000} R {(double)right / matches:0.0000}; match {right} link, {Of(1, "review")} review, {Of(1, "no")} no; possible {Of(.5, "link")}, {Of(.5, "review")}, {Of(.5, "no")}; not a match {wrong}, {Of(0, "review")}, {Of(0, "no")}");
    }

    static string Decision(LinkedRecords linked, int a, int b)
    {
        if (linked.PersonRow[a] == linked.PersonRow[b]) return "link";
        return Linking.IsWaiting(linked.Judge.Judge(a, b), linked.PersonRow, linked.Model) ? "review" : "no";
    }
}
