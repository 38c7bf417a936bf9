using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary>What <c>compare</c> counts between two builds, on rows small enough to see.</summary>
public class CompareTests
{
    static readonly (int Person, string Group, string? Before, string? After)[] Given =
    [
        (1, "MMR", "due", "complete"),
        (2, "MMR", "due", "complete"),
        (3, "MMR", "due", "due"),
        (4, "MMR", null, "due"),
        (5, "Polio", "complete", null),
        (6, "Polio", "overdue", "due"),
    ];

    [Fact]
    public void Only_changed_statuses_are_counted_by_group_and_a_person_of_one_build_alone_was_or_becomes_none()
    {
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        foreach (var (name, status) in new (string, Func<(int, string, string? Before, string? After), string?>)[] { ("a", row => row.Before), ("b", row => row.After) })
        {
            connection.Execute($"attach ':memory:' as {name}; create table {name}.fct_forecast (person_key bigint, vaccine_group varchar, series_type varchar, status varchar)");
            foreach (var row in Given)
                if (status(row) is { } told) connection.Execute($"insert into {name}.fct_forecast values ({row.Person}, '{row.Group}', 'Standard', '{told}')");
        }

        var counted = connection.QueryRows(File.ReadAllText(Path.Combine(Content.Folder, "compare_forecasts.sql"))).Select(row => string.Join('|', row)).ToArray();

        var slow = Given.Where(row => row.Before != row.After)
            .GroupBy(row => $"{row.Group}|Standard|{row.Before ?? "none"}|{row.After ?? "none"}")
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}|{group.Count()}").ToArray();
        Assert.Equal(["MMR|Standard|due|complete|2", "MMR|Standard|none|due|1", "Polio|Standard|complete|none|1", "Polio|Standard|overdue|due|1"], slow);
        Assert.Equal(slow, counted);
    }
}
