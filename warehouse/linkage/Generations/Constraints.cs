using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Senders' merges and reviewers' decisions as constraints on rows; a reviewer outranks a sender, the later decision the earlier.</summary>
static class Constraints
{
    /// <summary>All that is decided about rows: senders' merges first, then reviewers' decisions in order.</summary>
    public static PairConstraints Of(DuckDbConnection connection, StagedPersons persons, IReadOnlyList<StoredDecision> decisions)
    {
        var constraints = new PairConstraints();
        Merges(connection, persons, constraints);
        foreach (var decision in decisions)
        {
            var (a, b) = (persons.RowOfRecord(decision.RecordA), persons.RowOfRecord(decision.RecordB));
            // Two records that say the very same are one row: there is nothing to decide between.
            if (a >= 0 && b >= 0 && a != b) constraints.Set(a, b, decision.Decision == ReviewDecision.Same ? PairRule.DecidedSame : PairRule.DecidedDifferent);
        }
        return constraints;
    }

    // A40: the rows of that sender that bear the prior identifier are the surviving record's person.
    static void Merges(DuckDbConnection connection, StagedPersons persons, PairConstraints constraints)
    {
        using var merges = connection.Query(LinkData.Sql("read_merges"));
        Dictionary<(string Sender, string Id), List<int>>? bearing = null;
        var t = persons.Table;
        while (merges.Read())
        {
            bearing ??= Bearing(t);
            var surviving = persons.RowOfRecord(merges.GetInt64(0));
            if (surviving < 0 || ContactCleaner.Identifier(merges.GetString(4)) is not { } id) continue;
            if (!bearing.TryGetValue((merges.GetString(1), id), out var rows)) continue;
            // The person is the one whom the surviving id has stood for; the message itself may say little about it.
            if (!merges.IsNull(5) && ContactCleaner.Identifier(merges.GetString(5)) is { } own && bearing.TryGetValue((merges.GetString(1), own), out var known) && known[0] != surviving)
            {
                constraints.Set(known[0], surviving, PairRule.DecidedSame);
                surviving = known[0];
            }
            var authority = merges.IsNull(2) ? null : Latin.Fold(merges.GetString(2));
            foreach (var row in rows)
                if (row != surviving && (authority is null || HasAuthority(t, row, authority, id))) constraints.Set(row, surviving, PairRule.DecidedSame);
        }
    }

    static Dictionary<(string, string), List<int>> Bearing(RecordTable t)
    {
        var bearing = new Dictionary<(string, string), List<int>>();
        for (var row = 0; row < t.Count; row++)
        {
            var kinds = t.List(ListColumn.IdentifierKind, row);
            var ids = t.List(ListColumn.Identifier, row);
            for (var i = 0; i < ids.Length; i++)
            {
                var key = (t.Pool[t[Column.Source][row]], t.Pool[ids[i]][t.Pool[kinds[i]].Length..]);
                if (!bearing.TryGetValue(key, out var rows)) bearing.Add(key, rows = []);
                if (rows.Count == 0 || rows[^1] != row) rows.Add(row);
            }
        }
        return bearing;
    }

    static bool HasAuthority(RecordTable t, int row, string authority, string id)
    {
        var kinds = t.List(ListColumn.IdentifierKind, row);
        var ids = t.List(ListColumn.Identifier, row);
        for (var i = 0; i < ids.Length; i++)
            if (t.Pool[kinds[i]].StartsWith(authority + ":", StringComparison.Ordinal) && t.Pool[ids[i]].EndsWith(":" + id, StringComparison.Ordinal)) return true;
        return false;
    }
}
