using System.CommandLine;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>compare BEFORE [AFTER]</c>: who changes forecast status between two builds, by vaccine group; for what-if schedules.</summary>
static class CompareCommand
{
    internal static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "Build id, as in ./registry status" };
        var after = new Argument<string?>("AFTER") { Arity = ArgumentArity.ZeroOrOne, Description = "Build id (default: the current build)" };
        var command = new Command("compare", "Counts who changes forecast status between two builds, by vaccine group, as CSV") { before, after };
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(before), parsed.GetValue(after)));
        return command;
    }

    static int Run(string dataFolder, string before, string? after)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { MemoryLimit = 3L << 30 });
        using var connection = database.Connect();
        connection.Execute($"attach '{Facts(dataFolder, before)}' as a (read_only); attach '{Facts(dataFolder, after ?? Current(dataFolder))}' as b (read_only)");
        var rows = connection.QueryRows(File.ReadAllText(Path.Combine(Content.Folder, "compare_forecasts.sql")));
        Console.WriteLine(string.Join(',', rows.Columns.Select(column => column.Name)));
        foreach (var row in rows) Console.WriteLine(string.Join(',', row.Select(value => QueryCommand.Csv(QueryCommand.Text(value)))));
        return CommandLine.Done;
    }

    static string Current(string dataFolder) => Path.GetFileName(BuildFolder.Current(dataFolder)
        ?? throw new UsageException($"There is no build in {dataFolder} yet. Run ./registry build."));

    static string Facts(string dataFolder, string build)
    {
        var known = BuildFolder.All(dataFolder).ToDictionary(folder => Path.GetFileName(folder)!);
        return known.TryGetValue(build, out var folder)
            ? Path.Combine(folder, "facts.duckdb").Replace("'", "''", StringComparison.Ordinal)
            : throw new UsageException($"No build is called {build}. There are: {string.Join(", ", known.Keys)}.");
    }
}
