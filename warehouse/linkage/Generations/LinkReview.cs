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
    public static IReadOnlyList<ReviewQuestion> List(string dataFolder, int limit = 100)
    {
        var generation = PersonLinks.Latest(dataFolder);
        if (generation == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        PersonLinks.Load(connection, dataFolder, generation);
        var answered = LinkStore.Decisions(dataFolder).Select(decision => (Math.Min(decision.RecordA, decision.RecordB), Math.Max(decision.RecordA, decision.RecordB))).ToHashSet();
        var questions = new List<ReviewQuestion>();
        using var rows = connection.Query(LinkData.Sql("review_queue"));
        while (questions.Count < limit && rows.Read())
        {
            var (a, b) = (rows.GetInt64(0), rows.GetInt64(1));
            if (answered.Contains((Math.Min(a, b), Math.Max(a, b)))) continue;
            var weights = new Dictionary<string, double>();
            for (var field = 0; field < PairFields.Count; field++)
                if (!rows.IsNull(8 + field) && rows.GetDouble(8 + field) != 0) weights.Add(PairFields.Names[field], Math.Round(rows.GetDouble(8 + field), 2));
            questions.Add(new(a, b, rows.GetInt64(2), rows.GetInt64(3), rows.GetString(4), Math.Round(rows.GetDouble(5), 2), rows.GetString(6), rows.GetInt64(7), weights));
        }
        return questions;
    }

    /// <summary>Stores a decision about two records.</summary>
    /// <param name="recordA">Record key.</param>
    /// <param name="recordB">Another record key.</param>
    /// <param name="actor">Account of the reviewer.</param>
    /// <returns>Null where it was stored; else, in plain words, why not.</returns>
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
        LinkStore.Add(dataFolder, number => new(number, recordA, recordB, decision, null, actor, clock.GetUtcNow()));
        return null;
    }

    /// <summary>Takes a merge back: the two persons stand as before, and are kept apart from now on.</summary>
    /// <param name="mergeEvent">Number of the event, see <see cref="Merges"/>.</param>
    /// <returns>Null where it was stored; else why not.</returns>
    public static string? Unmerge(string dataFolder, long mergeEvent, string actor, TimeProvider clock)
    {
        using var held = DataLock.Take(dataFolder, "decide");
        var merge = Merges(dataFolder).FirstOrDefault(known => known.Event == mergeEvent);
        if (merge is null) return $"There is no merge {mergeEvent}.";
        // The founding records of both persons: a person's key is the key of the record that founded it.
        LinkStore.Add(dataFolder, number => new(number, merge.FromPerson, merge.ToPerson, ReviewDecision.Different, mergeEvent, actor, clock.GetUtcNow()));
        return null;
    }

    /// <summary>Merges that have been made, oldest first.</summary>
    public static IReadOnlyList<MergeEvent> Merges(string dataFolder)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
        using var connection = database.Connect();
        return [.. LinkHistory.Events(connection, dataFolder, PersonLinks.Latest(dataFolder)).Where(known => known.Kind == "merge")];
    }
}
