using System.Text;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What holding rosters against persons came to.</summary>
public sealed record RosterCounts(long Members, long Found, long Several);

/// <summary>Plan members and WIC participants found among the persons, by the linkage that makes persons; they never make one.</summary>
/// <remarks>Makes <c>roster_person</c> in the scratch database. Tests: tests/warehouse/Linkage/RosterMatchTests.cs.</remarks>
public static class RosterMatch
{
    /// <summary>person_key is null where nobody, or more than one person, would link.</summary>
    const string Columns = "kind varchar, source varchar, id varchar, person_key bigint, score real, n_candidates integer";

    /// <summary>The build's step.</summary>
    public static NativeStep Step() => NativeStep.Of(
        "match_rosters", Layer.Warehouse, "Plan members and WIC participants found among the persons",
        ["identity_person", "dim_person", "stg_plan_member", "stg_wic_participant"], ["roster_person"], build => Run(build.Connection, LinkModel.Shipped));

    /// <summary>Holds the rosters against the persons.</summary>
    /// <param name="connection">Sees identity_person, dim_person, stg_plan_member and stg_wic_participant.</param>
    public static RosterCounts Run(DuckDbConnection connection, LinkModel model)
    {
        connection.Execute($"create or replace table roster_person ({Columns})");
        var builder = new RecordTableBuilder();
        var record = new LinkRecord();
        using (var persons = connection.Query(LinkData.Sql("read_known_persons")))
            while (persons.Read())
            {
                record.Clear();
                record.Key = persons.GetInt64(0);
                Fill(record, persons, 1, hasSuffix: true);
                builder.Add(record);
            }
        var firstMember = builder.Count;
        var members = new List<(string Kind, string Source, string Id)>();
        using (var rosters = connection.Query(LinkData.Sql("read_rosters")))
            while (rosters.Read())
            {
                record.Clear();
                Fill(record, rosters, 3, hasSuffix: false);
                builder.Add(record);
                members.Add((rosters.GetString(0), rosters.GetString(1), rosters.GetString(2)));
            }
        if (members.Count == 0 || firstMember == 0) return Write(connection, members, [], firstMember, model, null);
        var table = builder.Build();
        var frequencies = new Frequencies(table);
        var scorer = new PairScorer(model, table.Count);
        // Rosters tell little beside name and birth date; families are among them all the same.
        var shape = new FileShape(IsRich: false, NumberOutweighsFirstName: false);
        var candidates = new CandidatePairs(table, new BlockingOptions(LooseBudget: 0, AllPairsUpTo: 0), firstMember);
        var pairs = PairFinder.Find(candidates, () => new(table, frequencies, scorer, shape, PairConstraints.None), model.ReviewThreshold);
        return Write(connection, members, pairs, firstMember, model, table);
    }

    static RosterCounts Write(DuckDbConnection connection, List<(string Kind, string Source, string Id)> members, List<ScoredPair> pairs, int firstMember, LinkModel model, RecordTable? table)
    {
        var best = new Dictionary<int, List<ScoredPair>>();
        foreach (var pair in pairs)
        {
            if (pair.A >= firstMember || pair.Effect != PairEffect.Score || pair.Score < model.LinkThreshold) continue;
            if (!best.TryGetValue(pair.B - firstMember, out var list)) best.Add(pair.B - firstMember, list = []);
            list.Add(pair);
        }
        long found = 0, several = 0;
        using var rows = connection.Appender("roster_person");
        for (var member = 0; member < members.Count; member++)
        {
            var (kind, source, id) = members[member];
            var candidates = best.GetValueOrDefault(member, []);
            rows.Append(kind).Append(source).Append(id);
            candidates.Sort((x, y) => y.Score != x.Score ? y.Score.CompareTo(x.Score) : x.A.CompareTo(y.A));
            // The second-best must be clearly worse, or nobody is chosen.
            if (candidates.Count > 0 && (candidates.Count == 1 || candidates[0].Score - candidates[1].Score >= model.BridgeBits))
            {
                rows.Append(table!.Keys[candidates[0].A]).Append(MathF.Round(candidates[0].Score, 2));
                found++;
            }
            else
            {
                rows.AppendNull().AppendNull();
                if (candidates.Count > 1) several++;
            }
            rows.Append(candidates.Count).EndRow();
        }
        rows.Close();
        return new(members.Count, found, several);
    }

    static void Fill(LinkRecord record, DuckDbReader reader, int at, bool hasSuffix)
    {
        record.LastName = Text(reader, at++);
        record.FirstName = Text(reader, at++);
        record.MiddleName = Text(reader, at++);
        if (hasSuffix) record.Suffix = Text(reader, at++);
        record.Birth = reader.IsNull(at) ? 0 : BirthDate.Of(reader.GetDate(at));
        record.Sex = Text(reader, at + 1);
        record.Street = Text(reader, at + 2);
        record.City = Text(reader, at + 3);
        record.Zip = Text(reader, at + 4);
        if (Text(reader, at + 5) is { } phone) record.Phones.Add(phone);
    }

    static string? Text(DuckDbReader reader, int column) => reader.IsNull(column) || reader.Bytes(column) is not { Length: > 0 } bytes ? null : Encoding.UTF8.GetString(bytes);
}
