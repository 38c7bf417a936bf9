using System.Globalization;
using System.Text.Json;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Keeping;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Linkage;
using StagedLake = RegistryAnalytics.Etl.Intake.Lake;

namespace RegistryAnalytics.Jobs.Keeping;

/// <summary>What is to go, by keys, ranges and paths. Written before anything goes, deleted when all is gone: a run that was killed is finished from it.</summary>
/// <param name="Persons">Keys for the audit row.</param>
sealed record PurgePlan(long Tombstone, IReadOnlyList<long> Persons, LakeShare Share, IReadOnlyList<string> Exports, string Actor, string Reason);

/// <summary>What a purge did, or would do.</summary>
sealed record PurgeResult(PurgePlan Plan, IReadOnlyList<BuildPurge.Outcome> Builds, PersonTraces Traces);

/// <summary>Takes persons out of everything the data folder holds, and leaves tombstones. See docs/keeping.md.</summary>
static class Purging
{
    static readonly JsonSerializerOptions json = new() { WriteIndented = true };

    static string PlanFile(string dataFolder) => Path.Combine(dataFolder, "lake", "purge.plan");

    /// <summary>Takes a person out.</summary>
    /// <param name="records">All record keys of the person.</param>
    /// <param name="isDry">Only finds and tells.</param>
    /// <param name="stone">Tombstone that is there already (a backup brought the person back); null makes one.</param>
    /// <param name="step">Told before each change; tests break off there.</param>
    /// <exception cref="UsageException">Submissions that name the person wait to be taken in, or the reason names the person.</exception>
    internal static PurgeResult Run(
        string dataFolder, IReadOnlyList<long> persons, IReadOnlyList<long> records, string reason, TimeProvider clock, bool isDry = false, long? stone = null, Action<string>? step = null)
    {
        FinishLeft(dataFolder, clock, step);
        using var locks = Locks.Take(dataFolder);
        LakePurge.Sweep(dataFolder);
        var (share, traces) = LakePurge.Find(dataFolder, records);
        if (traces.In(reason)) throw new UsageException("The reason names the person; it is kept for good, so write it without names and ids.");
        var waiting = TraceSearch.In(StagedLake.Inbox(dataFolder), traces).Concat(TraceSearch.In(StagedLake.Journal(dataFolder), traces)).ToList();
        if (waiting.Count > 0) throw new UsageException($"{waiting.Count} submissions that name the person wait to be taken in ({string.Join(", ", waiting.Select(Path.GetFileName))}). Take them in or remove them, then purge.");
        // A page nobody can read here is as good as one that names the person: it can be made again.
        var exports = Directory.Exists(Path.Combine(dataFolder, "exports"))
            ? Directory.EnumerateFiles(Path.Combine(dataFolder, "exports"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Where(file => TraceSearch.IsOpaque(file) || TraceSearch.InFile(file, traces)).ToList() : [];
        var plan = new PurgePlan(stone ?? 0, persons, share, exports, Environment.UserName, reason);
        if (isDry) return new(plan, [], traces);
        if (stone is null)
        {
            var hashing = Tombstones.ForHashing(dataFolder);
            step?.Invoke("tombstone");
            plan = plan with
            {
                Tombstone = Tombstones.Add(dataFolder, "purge", null, traces.Ids.Select(known => hashing.IdHash(known.Sender, known.Id)),
                    traces.Names.SelectMany(name => traces.Births, (name, birth) => hashing.PersonHash(name.Last, name.First, birth)).OfType<string>(),
                    reason, plan.Actor, clock).Number,
            };
        }
        step?.Invoke("plan");
        Durable.Write(PlanFile(dataFolder), JsonSerializer.SerializeToUtf8Bytes(plan, json));
        return new(plan, Execute(dataFolder, plan, clock, step), traces);
    }

    /// <summary>Finishes a purge that was killed; nothing where there is none.</summary>
    internal static void FinishLeft(string dataFolder, TimeProvider clock, Action<string>? step = null)
    {
        if (!File.Exists(PlanFile(dataFolder))) return;
        using var locks = Locks.Take(dataFolder);
        if (!File.Exists(PlanFile(dataFolder))) return;
        Console.Error.WriteLine("finishing a purge that was broken off …");
        Execute(dataFolder, JsonSerializer.Deserialize<PurgePlan>(File.ReadAllBytes(PlanFile(dataFolder)), json)!, clock, step);
    }

    /// <summary>Purges again whom tombstones hold although the lake has them: after a backup was restored.</summary>
    /// <returns>Records taken out.</returns>
    internal static long Reapply(string dataFolder, string? tombstones, TimeProvider clock, Action<string>? step = null)
    {
        FinishLeft(dataFolder, clock, step);
        if (tombstones is not null) Console.WriteLine($"{Tombstones.Merge(dataFolder, tombstones)} tombstones taken over from {tombstones}");
        var stones = Tombstones.Read(dataFolder);
        var records = LakePurge.RecordsHeld(dataFolder, stones);
        if (records.Count == 0) return 0;
        var last = Tombstones.All(dataFolder).Last(one => one.Kind == "purge");
        var persons = LinkPurge.PersonsOf(dataFolder, PersonLinks.Latest(dataFolder), records.ToHashSet()).Keys.Order().ToList();
        Run(dataFolder, persons, records, "tombstones applied again", clock, stone: last.Number, step: step);
        return records.Count;
    }

    // Everything here can be done again: what is gone is passed over.
    static IReadOnlyList<BuildPurge.Outcome> Execute(string dataFolder, PurgePlan plan, TimeProvider clock, Action<string>? step)
    {
        foreach (var export in plan.Exports.Where(File.Exists))
        {
            step?.Invoke("export " + Path.GetFileName(export));
            File.Delete(export);
        }
        var records = plan.Share.Records.ToHashSet();
        // Builds first: which persons the records were is told by the links, which go next.
        var builds = BuildPurge.Remove(dataFolder, records, plan.Share.Messages, step);
        LinkPurge.Remove(dataFolder, records, step);
        LakePurge.Remove(dataFolder, plan.Share, step);
        step?.Invoke("audit");
        AuditLog.Write(dataFolder, new AuditRow(clock.GetUtcNow(), plan.Actor, Role.StateAdmin, plan.Reason, null, "purge",
            string.Create(CultureInfo.InvariantCulture, $"tombstone={plan.Tombstone} records={records.Count} messages={plan.Share.Messages.Count} exports={plan.Exports.Count}"),
            "", plan.Persons, new Dictionary<string, int>(), "purged"));
        step?.Invoke("plan done");
        File.Delete(PlanFile(dataFolder));
        return builds;
    }

    /// <summary>Every lock that a writer of the data folder takes: nobody writes while content goes.</summary>
    sealed class Locks : IDisposable
    {
        readonly Stack<IDisposable> held = [];

        internal static Locks Take(string dataFolder)
        {
            var locks = new Locks();
            try
            {
                locks.held.Push(LakeLock.Take(dataFolder, "ingest"));
                foreach (var work in new[] { "link", "build", "decide" }) locks.held.Push(DataLock.Take(dataFolder, work));
                return locks;
            }
            catch
            {
                locks.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            while (held.TryPop(out var one)) one.Dispose();
        }
    }
}
