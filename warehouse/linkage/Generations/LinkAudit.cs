using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Staging;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A standing person that a full re-link would see differently.</summary>
/// <param name="Kind">split: its records would be several persons; merge: it would be one with others.</param>
/// <param name="RecordA">A record of it.</param>
/// <param name="RecordB">Split: a record that would leave it. Merge: a record of another person that would join it.</param>
/// <param name="Why">The rule met by that pair, or the bits of its score.</param>
/// <param name="IsProposed">A merge with this person waits for a reviewer already: a bridge that came after both persons stood.</param>
public sealed record AuditDifference(long PersonKey, string Kind, long RecordA, long RecordB, string Why, bool IsProposed);

/// <summary>What a full re-link found.</summary>
public sealed record AuditResult(long Persons, long RelinkedPersons, IReadOnlyList<AuditDifference> Differences)
{
    /// <summary>Persons that would differ.</summary>
    public int Differ => Differences.Select(one => one.PersonKey).Distinct().Count();

    /// <summary>Persons that would differ and of whom no proposed merge says so yet.</summary>
    public int DifferUnknown => Differences.GroupBy(one => one.PersonKey).Count(person => person.Any(one => !one.IsProposed));
}

/// <summary>Links the whole lake afresh, commits nothing, and reports who would differ and why.</summary>
public static class LinkAudit
{
    /// <summary>Audits the newest generation.</summary>
    public static AuditResult Run(string dataFolder, LinkStepOptions options)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = options.Memory, Threads = options.Threads });
        using var connection = database.Connect();
        StagedViews.Create(connection, Lake.Open(dataFolder), StagedSchema.Person, StagedSchema.PersonIdentifier, StagedSchema.PersonName, StagedSchema.PersonPhone, StagedSchema.PersonMerge);
        var generation = PersonLinks.Latest(dataFolder);
        var links = LinkHistory.Links(connection, dataFolder, generation);
        PersonLinks.Load(connection, dataFolder, generation);
        var proposed = connection.QueryRows("select person_a, person_b from link_review where kind = 'merge'").SelectMany(row => new[] { (long)row[0]!, (long)row[1]! }).ToHashSet();
        var persons = StagedPersons.Read(database, connection, _ => false);
        var constraints = Constraints.Of(connection, persons, LinkStore.Decisions(dataFolder));
        var run = StandingLink.Run(persons, new Standing(persons, [], new(() => []), 1), constraints, options);
        var standing = new long[persons.Table.Count];
        for (var i = 0; i < persons.RecordKeys.Length; i++)
            if (links.TryGetValue(persons.RecordKeys[i], out var person)) standing[persons.RowOf[i]] = person;
        var differences = new List<AuditDifference>();
        var firstRow = new Dictionary<long, int>();
        var firstPerson = new Dictionary<int, int>();
        var told = new HashSet<(long, string)>();
        for (var row = 0; row < standing.Length; row++)
        {
            if (standing[row] == 0) continue;
            if (!firstRow.TryAdd(standing[row], row) && run.RootOf[firstRow[standing[row]]] != run.RootOf[row] && told.Add((standing[row], "split")))
                differences.Add(Difference(standing[row], "split", firstRow[standing[row]], row));
            if (!firstPerson.TryAdd(run.RootOf[row], row) && standing[firstPerson[run.RootOf[row]]] != standing[row] && told.Add((standing[row], "merge")))
                differences.Add(Difference(standing[row], "merge", row, firstPerson[run.RootOf[row]]));
        }
        return new(firstRow.Count, firstPerson.Count, differences);

        AuditDifference Difference(long person, string kind, int a, int b)
        {
            var pair = run.Judge.Judge(a, b);
            var why = pair.Rule != PairRule.None ? pair.Rule.ToString() : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pair.Score:0.0} bits");
            return new(person, kind, persons.Table.Keys[a], persons.Table.Keys[b], why, kind == "merge" && proposed.Contains(person));
        }
    }
}
