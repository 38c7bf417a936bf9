using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>How the link step runs.</summary>
/// <param name="Memory">DuckDB's memory limit, bytes.</param>
/// <param name="Threads">DuckDB's threads; null is one a core.</param>
/// <param name="Model">Null is the model that ships.</param>
/// <param name="Blocking">Null is the strict rules and a small loose budget.</param>
public sealed record LinkStepOptions(long Memory = 2L << 30, int? Threads = null, LinkModel? Model = null, BlockingOptions? Blocking = null);

/// <summary>What a link step came to.</summary>
/// <param name="IsNew">False where there was nothing to link and the latest generation stands.</param>
public sealed record LinkStepResult(long Generation, long NewRecords, long Records, long Persons, long MergeProposals, long PairsToReview, bool IsNew);

/// <summary>Generation n = generation n−1 + staged records since + decisions and merges since, committed at one stroke.</summary>
/// <remarks>
/// The same sequence of steps over the same lake gives the same keys bit for bit. A person's key is the record key of the
/// record that founded it. See docs/linkage.md and docs/adr/0031-link-generations.md. Tests: tests/warehouse/Linkage/LinkStepTests.cs.
/// </remarks>
public static class LinkStep
{
    /// <summary>Links what is new.</summary>
    /// <exception cref="DataLockedException">Another process is linking this data folder.</exception>
    public static LinkStepResult Run(string dataFolder, LinkStepOptions options, TimeProvider clock, Action<string>? log = null)
    {
        using var held = DataLock.Take(dataFolder, "link");
        var lake = Lake.Open(dataFolder);
        var generations = LinkStore.Generations(dataFolder);
        var last = generations.Count == 0 ? null : generations[^1];
        var decisions = LinkStore.Decisions(dataFolder);
        var batches = lake.Batches.Select(batch => batch.Name).ToList();
        var through = lake.Batches.Select(batch => batch.Through).DefaultIfEmpty().Max();
        if (last is not null && (last.Through > 0 ? last.Through >= through : last.Batches.SequenceEqual(batches)) && last.Decisions == (decisions.Count == 0 ? 0 : decisions[^1].Number))
            return new(last.Generation, 0, last.Records, last.Persons, last.MergeProposals, last.PairsToReview, false);
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = options.Memory, Threads = options.Threads });
        using var connection = database.Connect();
        StagedViews.Create(connection, lake, StagedSchema.Person, StagedSchema.PersonIdentifier, StagedSchema.PersonName, StagedSchema.PersonPhone, StagedSchema.PersonMerge);
        var before = LinkHistory.Links(connection, dataFolder, last?.Generation ?? 0);
        log?.Invoke($"{before.Count} records are linked in generation {last?.Generation ?? 0}");
        var persons = Persons(dataFolder, lake, last, database, connection, before);
        log?.Invoke($"{persons.RecordKeys.Length} records tell {persons.Table.Count} different things about persons, {persons.Table.Count - persons.FirstNew} of them new");
        var used = new Lazy<HashSet<long>>(() => LinkHistory.UsedKeys(connection, dataFolder, last?.Generation ?? 0));
        var standing = new Standing(persons, before, used, generation: (last?.Generation ?? 0) + 1);
        log?.Invoke("standing persons are laid on the records");
        var constraints = Constraints.Of(connection, persons, decisions);
        standing.Undo(connection, dataFolder, decisions.Where(decision => decision.Number > (last?.Decisions ?? 0) && decision.UndoesMerge is not null));
        standing.Dissolve(constraints);
        var run = StandingLink.Run(persons, standing, constraints, options, log, LinkSettings.Read(dataFolder).Bridges);
        log?.Invoke("groups are made");
        var changed = standing.Settle(run);
        var manifest = new GenerationManifest(
            (last?.Generation ?? 0) + 1, batches, decisions.Count == 0 ? 0 : decisions[^1].Number, run.Model.Version, persons.RecordKeys.Length,
            persons.RecordKeys.Length - before.Count, standing.PersonCount, run.Reviews.LongCount(review => review.Kind == "merge"), run.Reviews.LongCount(review => review.Kind == "pair"), clock.GetUtcNow(), through);
        var making = LinkStore.Start(dataFolder, manifest.Generation);
        LinkWriter.Write(connection, making, manifest.Generation, persons, run, changed, standing);
        LinkStore.Commit(dataFolder, making, manifest);
        log?.Invoke("the generation is written");
        RecordCache.Write(dataFolder, RecordCache.Stamp(manifest), persons);
        log?.Invoke($"generation {manifest.Generation}: {manifest.Persons} persons, {manifest.MergeProposals} merges proposed, {manifest.PairsToReview} pairs to review");
        return new(manifest.Generation, manifest.NewRecords, manifest.Records, manifest.Persons, manifest.MergeProposals, manifest.PairsToReview, true);
    }

    // From the cache of the last generation and the batches since, where the cache is there; else from the whole lake.
    static StagedPersons Persons(
        string dataFolder, Lake lake, GenerationManifest? last, DuckDbDatabase database, DuckDbConnection connection, Dictionary<long, long> before)
    {
        var names = lake.Batches.Select(batch => batch.Name).ToHashSet();
        if (last is not null && last.Batches.All(names.Contains) && RecordCache.Read(dataFolder, RecordCache.Stamp(last)) is { } cached)
        {
            using var fresh = DuckDbDatabase.Open(":memory:");
            using var reading = fresh.Connect();
            var since = lake with { Batches = [.. lake.Batches.Where(batch => !last.Batches.Contains(batch.Name))] };
            StagedViews.Create(reading, since, StagedSchema.Person, StagedSchema.PersonIdentifier, StagedSchema.PersonName, StagedSchema.PersonPhone);
            return StagedPersons.Add(cached, fresh, reading, before.ContainsKey);
        }
        return StagedPersons.Read(database, connection, before.ContainsKey);
    }
}
