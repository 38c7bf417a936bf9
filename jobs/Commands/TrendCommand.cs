using System.CommandLine;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>trend NAME</c>: a measure's rates as each published build gave them, or re-computed as of past dates from the current one, as CSV.</summary>
/// <remarks>The two are never mixed: what was published in March held what was known in March, what is re-computed holds what is known now.</remarks>
static class TrendCommand
{
    internal static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Measure, as in ./registry measure" };
        var recomputed = new Option<bool>("--recomputed") { Description = "Re-computed as of past dates from the current build, instead of as published" };
        var county = new Option<string?>("--county") { Description = "County FIPS (default: the whole jurisdiction)" };
        var command = new Command("trend", "Shows a measure over time as CSV: across published builds, or re-computed") { name, recomputed, county };
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(name), parsed.GetValue(recomputed), parsed.GetValue(county)));
        return command;
    }

    static int Run(string dataFolder, string measure, bool recomputed, string? county)
    {
        var current = BuildFolder.Current(dataFolder) ?? throw new UsageException($"There is no build in {dataFolder} yet. Run ./registry build.");
        var sql = File.ReadAllText(Path.Combine(Content.Folder, recomputed ? "recomputed_rates.sql" : "published_rates.sql"));
        var rows = 0;
        foreach (var build in recomputed ? [current] : BuildFolder.All(dataFolder))
        {
            using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 1L << 30 });
            using var connection = database.Connect();
            connection.Execute($"attach '{Path.Combine(build, "facts.duckdb").Replace("'", "''", StringComparison.Ordinal)}' as b (read_only)");
            var rates = connection.QueryRows(sql, measure, county is null ? "state" : "county", county ?? "all");
            if (rows == 0 && rates.Count > 0) Console.WriteLine(string.Join(',', rates.Columns.Select(column => column.Name)));
            foreach (var row in rates) Console.WriteLine(string.Join(',', row.Select(value => QueryCommand.Csv(QueryCommand.Text(value)))));
            rows += rates.Count;
        }
        return rows > 0
            ? CommandLine.Done
            : throw new UsageException($"No build has {(recomputed ? "a re-computed trend" : "rates")} of a measure called {measure}{(county is null ? "" : $" for county {county}")}. See ./registry query \"select distinct measure from dim_measure\".");
    }
}
