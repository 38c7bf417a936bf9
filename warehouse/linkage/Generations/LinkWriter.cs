using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Writes the tables of a generation as Parquet.</summary>
static class LinkWriter
{
    /// <summary>Writes what changed in one generation, each table in an order of its own so that the same step gives the same bytes.</summary>
    /// <param name="folder">The generation's folder while it is made.</param>
    public static void Write(
        DuckDbConnection connection, string folder, long generation, StagedPersons persons, StandingLinkResult run, List<ChangedLink> changed, Standing standing)
    {
        foreach (var (name, columns) in LinkHistory.Tables) connection.Execute($"create or replace table {name} ({columns})");
        WriteLinks(connection, generation, persons, run, changed);
        using (var redirects = connection.Appender("person_redirect"))
        {
            foreach (var (old, current) in standing.Redirects) redirects.Append(old).Append(current).Append(generation).EndRow();
            redirects.Close();
        }
        WritePairs(connection, generation, persons, run);
        using (var reviews = connection.Appender("link_review"))
        {
            foreach (var item in run.Reviews)
                reviews.Append(persons.Table.Keys[item.RowA]).Append(persons.Table.Keys[item.RowB]).Append(standing.PersonOf(item.RowA)).Append(standing.PersonOf(item.RowB))
                    .Append(item.Kind).Append(item.Score).Append(item.Rule.ToString()).Append(generation).EndRow();
            reviews.Close();
        }
        using (var events = connection.Appender("merge_event"))
        {
            foreach (var one in standing.Events)
            {
                events.Append(one.Event).Append(one.Kind).Append(one.FromPerson).Append(one.ToPerson).Append(one.Reason);
                if (one.Actor is { } actor) events.Append(actor);
                else events.AppendNull();
                events.Append(generation).EndRow();
            }
            events.Close();
        }
        foreach (var (name, _) in LinkHistory.Tables)
        {
            var path = Path.Combine(folder, name + ".parquet").Replace("'", "''", StringComparison.Ordinal);
            connection.Execute($"copy (select * from {name} order by all) to '{path}' (format parquet, compression zstd)");
            connection.Execute($"drop table {name}");
        }
    }

    static void WriteLinks(DuckDbConnection connection, long generation, StagedPersons persons, StandingLinkResult run, List<ChangedLink> changed)
    {
        var best = new Dictionary<int, float>();
        foreach (var pair in run.Pairs)
        {
            if (run.RootOf[pair.A] != run.RootOf[pair.B]) continue;
            best[pair.A] = Math.Max(best.GetValueOrDefault(pair.A, float.MinValue), pair.Score);
            best[pair.B] = Math.Max(best.GetValueOrDefault(pair.B, float.MinValue), pair.Score);
        }
        using var links = connection.Appender("person_link");
        foreach (var link in changed)
        {
            links.Append(link.RecordKey).Append(link.PersonKey).Append(generation).Append(link.Reason);
            if (link.Reason is "linked" or "merge" && best.TryGetValue(persons.RowOfRecord(link.RecordKey), out var score)) links.Append(Short(score));
            else links.AppendNull();
            links.EndRow();
        }
        links.Close();
    }

    static void WritePairs(DuckDbConnection connection, long generation, StagedPersons persons, StandingLinkResult run)
    {
        using var pairs = connection.Appender("link_pair");
        foreach (var pair in run.Pairs)
        {
            run.Judge.Judge(pair.A, pair.B);
            pairs.Append(persons.Table.Keys[pair.A]).Append(persons.Table.Keys[pair.B]).Append(Short(pair.Score)).Append((float)Math.Round(PairScorer.Probability(pair.Score), 6))
                .Append(Linking.Decision(pair, run.RootOf, run.Model)).Append(pair.Rule.ToString()).Append(generation);
            foreach (var weight in run.Judge.Weights) pairs.Append(Short(weight));
            pairs.EndRow();
        }
        pairs.Close();
    }

    // Hundredths of a bit: more says nothing and packs badly.
    static float Short(float bits) => MathF.Round(bits, 2);
}
