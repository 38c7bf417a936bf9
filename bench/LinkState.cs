using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Synth;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Bench;

/// <summary>Linking and dose consolidation held to the truth of a synthetic state that is delivered in many batches.</summary>
public static class LinkState
{
    const int Deliveries = 12;

    [Bench("link-state", "linking and doses held to the truth of a synthetic state delivered in many batches; LINK_STATE=births a year (200), LINK_STATE_SEED=whose (1), LINK_STATE_DATA=folder keeps it, LINK_STATE_BRIDGES=merge lets clear bridges merge")]
    public static void Run(BenchReport report)
    {
        var births = int.Parse(Environment.GetEnvironmentVariable("LINK_STATE") ?? "200", CultureInfo.InvariantCulture);
        var seed = long.Parse(Environment.GetEnvironmentVariable("LINK_STATE_SEED") ?? "1", CultureInfo.InvariantCulture);
        var kept = Environment.GetEnvironmentVariable("LINK_STATE_DATA");
        var folder = kept ?? Directory.CreateTempSubdirectory("link-state").FullName;
        try
        {
            var (state, data) = (Path.Combine(folder, "state"), Path.Combine(folder, "data"));
            if (!Directory.Exists(data)) Deliver(births, seed, state, data);
            using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 4L << 30 });
            using var connection = database.Connect();
            LinkTruth.Load(connection, data, Path.Combine(state, "truth"));
            var linked = LinkStore.Generations(data)[^1];
            var people = LinkTruth.Persons(connection);
            people["records"] = linked.Records;
            people["blocking_recall"] = LinkTruth.Blocking(database, connection, data);
            Keep("state_persons", people);
            report.Note(LinkTruth.Waiting(connection));
            var audit = LinkAudit.Run(data, new LinkStepOptions());
            Keep("state_relink", new()
            {
                ["persons"] = audit.Persons, ["deliveries"] = linked.Generation, ["differ"] = audit.Differ, ["differ_per_1000"] = audit.Differ * 1000.0 / audit.Persons,
                ["differ_unknown"] = audit.DifferUnknown, ["differ_unknown_per_1000"] = audit.DifferUnknown * 1000.0 / audit.Persons,
            });
            report.Note("those without a proposed merge: " + string.Join(", ", audit.Differences.Where(one => !one.IsProposed)
                .GroupBy(one => one.Kind + " " + (one.Why.EndsWith("bits", StringComparison.Ordinal) ? "score" : one.Why)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}")));
            if (Environment.GetEnvironmentVariable("LINK_STATE_DOSES") != "0") Keep("state_doses", DoseTruth.Doses(database, connection, data, Path.Combine(state, "truth")));

            void Keep(string table, SortedDictionary<string, double> figures)
            {
                // How later records that bridge two standing persons are treated is a site's setting: a line of its own.
                var bridges = Environment.GetEnvironmentVariable("LINK_STATE_BRIDGES");
                var measured = new MeasuredLink(table, $"{births:N0} births a year{(seed == 1 ? "" : $", seed {seed}")}{(bridges is null ? "" : ", bridges: " + bridges)}", births,
                    $"LINK_STATE={births} {(seed == 1 ? "" : $"LINK_STATE_SEED={seed} ")}{(bridges is null ? "" : $"LINK_STATE_BRIDGES={bridges} ")}./registry bench link-state", figures);
                report.Note($"{table}: {measured.Words()}");
                LinkResults.Save([measured]);
            }
        }
        finally
        {
            if (kept is null) Directory.Delete(folder, recursive: true);
        }
    }

    // HL7 files are small and rotated, so that the k-th of each sender come in together; flat files with the first.
    static void Deliver(int births, long seed, string state, string data)
    {
        Synthesis.Write(new SynthOptions { BirthsPerYear = births, Seed = seed, MaxFileBytes = Math.Max(1L << 20, births * 560_000L / Deliveries / 15) }, state);
        if (Environment.GetEnvironmentVariable("LINK_STATE_BRIDGES") is { } bridges)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(LinkSettings.File(data))!);
            File.WriteAllText(LinkSettings.File(data), "name,value\nbridges," + bridges + "\n");
        }
        var submissions = Path.Combine(state, "submissions");
        var bySender = Directory.GetDirectories(Path.Combine(submissions, "hl7")).Order(StringComparer.Ordinal)
            .Select(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray()).ToList();
        var others = Directory.GetDirectories(submissions).Where(folder => Path.GetFileName(folder) != "hl7").Order(StringComparer.Ordinal).ToList();
        var parts = Math.Min(Deliveries, bySender.Max(files => files.Length));
        for (var part = 0; part < parts; part++)
        {
            List<string> paths = part == 0 ? [.. others] : [];
            foreach (var files in bySender) paths.AddRange(files[(files.Length * part / parts)..(files.Length * (part + 1) / parts)]);
            if (paths.Count == 0) continue;
            Ingest.Run(new IngestRequest(data, paths), TimeProvider.System);
            LinkStep.Run(data, new LinkStepOptions(), TimeProvider.System);
        }
    }
}
