using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a build and the pages read of linking.</summary>
public static class PersonLinks
{
    /// <summary>The newest committed generation; 0 where nothing was linked yet.</summary>
    public static long Latest(string dataFolder) => LinkStore.Generations(dataFolder) is [.., var last] ? last.Generation : 0;

    /// <summary>Makes <c>person_link</c> (record_key, person_key, from_generation), <c>person_redirect</c>, <c>link_pair</c>, <c>link_review</c> and <c>link_estimate</c> in the current schema.</summary>
    /// <param name="generation">As of which generation.</param>
    /// <remarks>person_redirect holds, for every key that ever led elsewhere, where it leads now: never to a key that leads on.</remarks>
    public static void Load(DuckDbConnection connection, string dataFolder, long generation)
    {
        LinkHistory.View(connection, dataFolder, "person_link", "link_history", generation);
        connection.Execute("create or replace table person_link as " + LinkData.Sql("current_links"));
        LinkHistory.View(connection, dataFolder, "person_redirect", "redirect_history", generation);
        connection.Execute("create or replace table person_redirect as " + LinkData.Sql("current_redirects"));
        LinkHistory.View(connection, dataFolder, "link_pair", "link_pair", generation);
        LinkHistory.View(connection, dataFolder, "link_review", "review_history", generation);
        connection.Execute("create or replace table link_review as " + LinkData.Sql("open_reviews"));
        LinkHistory.View(connection, dataFolder, "merge_event", "merge_event", generation);
        LoadEstimate(connection, dataFolder, generation);
    }

    // The newest clerical sample of this generation or an earlier one; no row where none was scored.
    static void LoadEstimate(DuckDbConnection connection, string dataFolder, long generation)
    {
        connection.Execute("""
            create or replace table link_estimate (
                generation bigint, sender varchar, n_linked_judged integer, n_linked_different integer, n_apart_judged integer, n_apart_same integer,
                precision_share double, precision_low double, precision_high double, recall_share double, recall_low double, recall_high double)
            """);
        if (LinkStore.Estimates(dataFolder).LastOrDefault(one => one.Generation <= generation) is not { } newest) return;
        using var rows = connection.Appender("link_estimate");
        foreach (var share in newest.Shares)
        {
            rows.Append(newest.Generation).Append(share.Sender).Append(share.LinkedJudged).Append(share.LinkedDifferent).Append(share.ApartJudged).Append(share.ApartSame);
            foreach (var value in new[] { share.Precision, share.PrecisionLow, share.PrecisionHigh, share.Recall, share.RecallLow, share.RecallHigh })
                if (value is { } number) rows.Append(number);
                else rows.AppendNull();
            rows.EndRow();
        }
        rows.Close();
    }

    /// <summary>True where a key is a person's in the newest generation.</summary>
    public static bool Stands(string dataFolder, long personKey)
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return LinkHistory.Links(connection, dataFolder, Latest(dataFolder)).ContainsValue(personKey);
    }

    /// <summary>The build's first step: links of the newest generation, or of the one named.</summary>
    /// <param name="generation">Null is the newest.</param>
    public static NativeStep Step(long? generation = null) => NativeStep.Of(
        "person_link", Layer.Warehouse, "Which person each record belongs to", [], ["person_link", "person_redirect", "link_review", "link_estimate"],
        build =>
        {
            var wanted = generation ?? Latest(build.Options.DataFolder);
            Load(build.Connection, build.Options.DataFolder, wanted);
            build.Info("link_generation", wanted.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
}
