using System.Globalization;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A question for a reviewer: are these two persons one? Keys only; names are looked up in the identity file.</summary>
/// <param name="Kind">pair, or merge: two persons that a new record would bridge.</param>
/// <param name="Score">Bits of the best pair.</param>
/// <param name="Rule">The rule that kept it from linking, or None.</param>
/// <param name="Weights">Bits by field name, where the pair's explanation is stored.</param>
public sealed record ReviewQuestion(
    long RecordA, long RecordB, long PersonA, long PersonB, string Kind, double Score, string Rule, long FromGeneration, IReadOnlyDictionary<string, double> Weights);

/// <summary>The review queue and what reviewers decide. A decision is permanent and is applied by the next link step.</summary>
public static class LinkReview
{
    /// <summary>Open questions of the newest generation, merges first, then the likeliest.</summary>
    /// <param name="limit">At most so many.</param>
    /// <remarks>What has been decided since is not open; what was decided to be the same and still stands apart is, see <see cref="NotFollowed"/>.</remarks>
    public static IReadOnlyList<ReviewQuestion> List(string dataFolder, int limit = 100)
    {
        var generation = PersonLinks.Latest(dataFolder);
        if (generation == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, dataFolder, generation);
        var refused = NotFollowed(connection, dataFolder).Select(Between).ToHashSet();
        var answered = LinkStore.Decisions(dataFolder).Select(Between).Where(pair => !refused.Contains(pair)).ToHashSet();
        var questions = new List<ReviewQuestion>();
        using var rows = connection.Query(LinkData.Sql("review_queue"));
        while (questions.Count < limit && rows.Read())
        {
            var (a, b) = (rows.GetInt64(0), rows.GetInt64(1));
            if (answered.Contains(Between(a, b))) continue;
            var weights = new Dictionary<string, double>();
            for (var field = 0; field < PairFields.Count; field++)
                if (!rows.IsNull(8 + field) && rows.GetDouble(8 + field) != 0) weights.Add(PairFields.Names[field], Math.Round(rows.GetDouble(8 + field), 2));
            questions.Add(new(a, b, rows.GetInt64(2), rows.GetInt64(3), rows.GetString(4), Math.Round(rows.GetDouble(5), 2), rows.GetString(6), rows.GetInt64(7), weights));
        }
        return questions;
    }

    /// <summary>Decisions "same" that the newest generation took in and could not follow: other records of the two persons must not meet.</summary>
    public static IReadOnlyList<StoredDecision> NotFollowed(string dataFolder)
    {
        if (LinkStore.Decisions(dataFolder).Count == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        return NotFollowed(connection, dataFolder);
    }

    static List<StoredDecision> NotFollowed(DuckDbConnection connection, string dataFolder)
    {
        if (LinkStore.Generations(dataFolder) is not [.., var newest]) return [];
        var same = StandingSame(dataFolder).Where(last => last.Number <= newest.Decisions).ToList();
        if (same.Count == 0) return [];
        var links = LinkHistory.Links(connection, dataFolder, newest.Generation);
        return [.. same.Where(pair => links.TryGetValue(pair.RecordA, out var a) && links.TryGetValue(pair.RecordB, out var b) && a != b)];
    }

    /// <summary>Decisions "same" that no later one about the same two records has replaced.</summary>
    static IEnumerable<StoredDecision> StandingSame(string dataFolder) =>
        LinkStore.Decisions(dataFolder).GroupBy(Between).Select(about => about.Last()).Where(last => last.Decision == ReviewDecision.Same);

    static (long, long) Between(StoredDecision decision) => Between(decision.RecordA, decision.RecordB);

    static (long, long) Between(long a, long b) => (Math.Min(a, b), Math.Max(a, b));

    /// <summary>The newest decision about two records, in either order; null where there is none.</summary>
    public static StoredDecision? Decided(string dataFolder, long recordA, long recordB) =>
        LinkStore.Decisions(dataFolder).LastOrDefault(known => (known.RecordA, known.RecordB) == (recordA, recordB) || (known.RecordA, known.RecordB) == (recordB, recordA));

    /// <summary>Stores a decision about two records. It outranks an earlier one about them; the same again changes nothing.</summary>
    /// <param name="recordA">Record key.</param>
    /// <param name="recordB">Another record key.</param>
    /// <param name="actor">Account of the reviewer.</param>
    /// <returns>Null where the decision stands; else, in plain words, why not.</returns>
    /// <exception cref="DataLockedException">Another process is storing one.</exception>
    public static string? Decide(string dataFolder, long recordA, long recordB, ReviewDecision decision, string actor, TimeProvider clock)
    {
        if (recordA == recordB) return "A record cannot be decided against itself.";
        using var held = DataLock.Take(dataFolder, "decide");
        var generation = PersonLinks.Latest(dataFolder);
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        var links = LinkHistory.Links(connection, dataFolder, generation);
        foreach (var record in new[] { recordA, recordB })
            if (!links.ContainsKey(record)) return $"Record {record} is not linked in generation {generation}. Take its key from the review list.";
        if (Decided(dataFolder, recordA, recordB)?.Decision != decision)
            LinkStore.Add(dataFolder, number => new(number, recordA, recordB, decision, null, actor, clock.GetUtcNow()));
        return null;
    }

    /// <summary>Takes a merge back: the two persons stand as before, and are kept apart from now on.</summary>
    /// <param name="mergeEvent">Number of the event, see <see cref="Merges"/>.</param>
    /// <returns>Null where it was stored; else why not.</returns>
    /// <exception cref="DataLockedException">Another process is storing a decision.</exception>
    public static string? Unmerge(string dataFolder, long mergeEvent, string actor, TimeProvider clock)
    {
        using var held = DataLock.Take(dataFolder, "decide");
        var merge = Merges(dataFolder).FirstOrDefault(known => known.Event == mergeEvent);
        if (merge is null) return $"There is no merge {mergeEvent}.";
        if (Undone(dataFolder).TryGetValue(mergeEvent, out var undone))
            return string.Create(CultureInfo.InvariantCulture, $"Merge {mergeEvent} was taken back already, by {undone.Actor} on {undone.At:yyyy-MM-dd}. A later merge of the two has a number of its own.");
        // The founding records of both persons: a person's key is the key of the record that founded it.
        LinkStore.Add(dataFolder, number => new(number, merge.FromPerson, merge.ToPerson, ReviewDecision.Different, mergeEvent, actor, clock.GetUtcNow()));
        // What had been decided to be the same between the two is no longer: a full re-link would follow it.
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        var then = LinkHistory.Links(connection, dataFolder, (mergeEvent >> 20) - 1);
        var two = Between(merge.FromPerson, merge.ToPerson);
        foreach (var (a, b) in StandingSame(dataFolder).Select(Between).ToList())
            if (then.TryGetValue(a, out var personA) && then.TryGetValue(b, out var personB) && Between(personA, personB) == two)
                LinkStore.Add(dataFolder, number => new(number, a, b, ReviewDecision.Different, null, actor, clock.GetUtcNow()));
        return null;
    }

    /// <summary>Merges taken back, by the number of their event, with the decision that did.</summary>
    public static IReadOnlyDictionary<long, StoredDecision> Undone(string dataFolder) =>
        LinkStore.Decisions(dataFolder).Where(known => known.UndoesMerge is not null).DistinctBy(known => known.UndoesMerge).ToDictionary(known => known.UndoesMerge!.Value);

    /// <summary>Merges that have been made, oldest first.</summary>
    public static IReadOnlyList<MergeEvent> Merges(string dataFolder)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        return [.. LinkHistory.Events(connection, dataFolder, PersonLinks.Latest(dataFolder)).Where(known => known.Kind == "merge")];
    }
}
