using System.Globalization;
using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A record whose person is new or has changed.</summary>
public readonly record struct ChangedLink(long RecordKey, long PersonKey, string Reason);

/// <summary>The persons that stand before a step, and what becomes of them in it.</summary>
public sealed class Standing
{
    readonly StagedPersons persons;
    readonly Dictionary<long, long> before;
    readonly Lazy<HashSet<long>> used;
    readonly long generation;
    // Person key of each row; 0 = none yet, or dissolved to be grouped again.
    readonly long[] personOfRow;
    readonly HashSet<int> dissolved = [];
    readonly Dictionary<int, long> dissolvedFrom = [];
    readonly Dictionary<long, long> undone = [];
    readonly List<(long Old, long New)> redirects = [];
    readonly List<MergeEvent> events = [];

    public Standing(StagedPersons persons, Dictionary<long, long> before, Lazy<HashSet<long>> used, long generation)
    {
        this.persons = persons;
        this.before = before;
        this.used = used;
        this.generation = generation;
        personOfRow = new long[persons.Table.Count];
        for (var i = 0; i < persons.RecordKeys.Length; i++)
            if (before.TryGetValue(persons.RecordKeys[i], out var person)) personOfRow[persons.RowOf[i]] = person;
    }

    /// <summary>Keys that from now on lead to another person, or back to themselves after an unmerge.</summary>
    public IReadOnlyList<(long Old, long New)> Redirects => redirects;

    /// <summary>What happened to persons in this step.</summary>
    public IReadOnlyList<MergeEvent> Events => events;

    /// <summary>Persons after <see cref="Settle"/>.</summary>
    public long PersonCount { get; private set; }

    /// <summary>Person of a row after <see cref="Settle"/>.</summary>
    public long PersonOf(int row) => personOfRow[row];

    /// <summary>Takes merges back: records go to the person that they were before the event.</summary>
    public void Undo(DuckDbConnection connection, string dataFolder, IEnumerable<StoredDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            var number = decision.UndoesMerge!.Value;
            var merge = LinkHistory.Events(connection, dataFolder, generation - 1).FirstOrDefault(known => known.Event == number && known.Kind == "merge");
            if (merge is null) continue;
            var then = LinkHistory.Links(connection, dataFolder, (number >> 20) - 1);
            for (var i = 0; i < persons.RecordKeys.Length; i++)
            {
                var row = persons.RowOf[i];
                if (then.TryGetValue(persons.RecordKeys[i], out var person))
                {
                    if (person == merge.FromPerson) personOfRow[row] = merge.FromPerson;
                }
                else if (personOfRow[row] == merge.ToPerson && persons.Table.Keys[row] == persons.RecordKeys[i])
                {
                    // Came after the merge: it goes where it belongs now.
                    dissolved.Add(row);
                    dissolvedFrom[row] = merge.ToPerson;
                    personOfRow[row] = 0;
                }
            }
            undone[merge.ToPerson] = merge.FromPerson;
            redirects.Add((merge.FromPerson, merge.FromPerson));
            events.Add(new(NextEvent(), "unmerge", merge.ToPerson, merge.FromPerson, string.Create(CultureInfo.InvariantCulture, $"undoes {number}"), decision.Actor));
        }
    }

    /// <summary>Takes apart the persons in which a decision says that two records are different.</summary>
    public void Dissolve(PairConstraints constraints)
    {
        var broken = constraints.All.Where(pair => pair.Rule == PairRule.DecidedDifferent && personOfRow[pair.A] != 0 && personOfRow[pair.A] == personOfRow[pair.B])
            .Select(pair => personOfRow[pair.A]).ToHashSet();
        if (broken.Count == 0) return;
        for (var row = 0; row < personOfRow.Length; row++)
        {
            if (!broken.Contains(personOfRow[row])) continue;
            dissolved.Add(row);
            dissolvedFrom[row] = personOfRow[row];
            personOfRow[row] = 0;
        }
    }

    /// <summary>For each row the first row of its standing person, −1 where it has none.</summary>
    public int[] Roots()
    {
        var first = new Dictionary<long, int>();
        var roots = new int[personOfRow.Length];
        for (var row = 0; row < roots.Length; row++)
        {
            roots[row] = -1;
            if (personOfRow[row] == 0) continue;
            if (!first.TryGetValue(personOfRow[row], out var root)) first.Add(personOfRow[row], root = row);
            roots[row] = root;
        }
        return roots;
    }

    /// <summary>All pairs of the records that were taken out of persons: with each other, and with the two persons of an unmerge.</summary>
    public List<ScoredPair> DissolvedPairs(PairJudge judge, double keepFrom)
    {
        var pairs = new List<ScoredPair>();
        foreach (var group in dissolved.GroupBy(row => dissolvedFrom[row]))
        {
            var rows = group.ToList();
            if (undone.TryGetValue(group.Key, out var other))
                for (var row = 0; row < personOfRow.Length; row++)
                    if (personOfRow[row] == group.Key || personOfRow[row] == other) rows.Add(row);
            rows.Sort();
            for (var i = 0; i < rows.Count; i++)
                for (var j = i + 1; j < rows.Count; j++)
                    if (judge.Judge(rows[i], rows[j]) is var pair && pair.Score >= keepFrom) pairs.Add(pair);
        }
        return pairs;
    }

    /// <summary>Gives every group its key and says which records changed.</summary>
    /// <remarks>A group with standing persons takes the oldest of their keys; the others lead there. A group split off a person
    /// keeps that person's key where it holds the founding record; else, and for new persons, the key is the first record's
    /// that never was a person's key.</remarks>
    public List<ChangedLink> Settle(StandingLinkResult run)
    {
        var groups = Touched(run.RootOf);
        var recordsOfRow = RecordsOf(groups);
        foreach (var root in groups.Keys.Order())
        {
            var rows = groups[root];
            var keys = rows.Where(row => personOfRow[row] != 0).Select(row => personOfRow[row]).Distinct().Order().ToList();
            long key;
            if (keys.Count > 0) key = keys[0];
            else
            {
                var records = rows.SelectMany(row => recordsOfRow[row]!).Order().ToList();
                var origin = rows.Where(dissolvedFrom.ContainsKey).Select(row => dissolvedFrom[row]).Distinct().Order().ToList();
                var kept = origin.Where(records.Contains).ToList();
                // A record that no generation has linked cannot have been a person's key.
                key = kept.Count > 0 ? kept[0] : records.FirstOrDefault(record => !before.ContainsKey(record) || !used.Value.Contains(record), -1);
                if (key < 0) key = records.First(record => !origin.Contains(record) || origin.Count == 0);
                if (dissolved.Count > 0) used.Value.Add(key);
                foreach (var from in origin.Where(from => from != key)) events.Add(new(NextEvent(), "split", from, key, "decision", null));
                // A key that was merged away and now stands again leads to itself.
                if (before.Count > 0 && before.ContainsKey(key) && origin.Count > 0 && key != origin[0]) redirects.Add((key, key));
            }
            foreach (var gone in keys.Skip(1))
            {
                redirects.Add((gone, key));
                events.Add(new(NextEvent(), "merge", gone, key, run.Bridged.Contains(root) ? "bridge" : "decision", null));
            }
            foreach (var row in rows) personOfRow[row] = key;
        }
        for (var row = 0; row < personOfRow.Length; row++)
            if (run.RootOf[row] == row) PersonCount++;
        var changed = new List<ChangedLink>();
        for (var i = 0; i < persons.RecordKeys.Length; i++)
        {
            var (record, row) = (persons.RecordKeys[i], persons.RowOf[i]);
            var known = before.TryGetValue(record, out var was);
            if (known && was == personOfRow[row]) continue;
            var reason = known ? dissolved.Contains(row) ? "split" : "merge"
                : personOfRow[row] == record ? "founds" : row < persons.FirstNew || persons.Table.Keys[row] != record ? "same facts" : "linked";
            changed.Add(new(record, personOfRow[row], reason));
        }
        return changed;
    }

    // Groups, by root, in which anything can have changed: a row without a person, or rows of several.
    Dictionary<int, List<int>> Touched(int[] rootOf)
    {
        var groups = new Dictionary<int, List<int>>();
        for (var row = 0; row < personOfRow.Length; row++)
            if (personOfRow[row] == 0 || personOfRow[row] != personOfRow[rootOf[row]]) groups.TryAdd(rootOf[row], []);
        for (var row = 0; row < personOfRow.Length; row++)
            if (groups.TryGetValue(rootOf[row], out var rows)) rows.Add(row);
        return groups;
    }

    List<long>?[] RecordsOf(Dictionary<int, List<int>> groups)
    {
        var records = new List<long>?[personOfRow.Length];
        foreach (var rows in groups.Values)
            foreach (var row in rows) records[row] = [];
        for (var i = 0; i < persons.RecordKeys.Length; i++) records[persons.RowOf[i]]?.Add(persons.RecordKeys[i]);
        return records;
    }

    long NextEvent() => generation << 20 | (long)(events.Count + 1);
}
