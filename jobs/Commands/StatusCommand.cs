using System.CommandLine;
using System.Text.Json;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>status</c>: the current build, batches waiting, builds kept, size of the data folder.</summary>
static class StatusCommand
{
    internal static Command Create()
    {
        var command = new Command("status", "Shows the current build, batches waiting, builds kept and the size of the data folder");
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed)));
        return command;
    }

    static int Run(string dataFolder)
    {
        var lake = Lake.Open(dataFolder);
        var current = BuildFolder.Current(dataFolder);
        var built = current is null ? [] : BatchesOf(current);
        Console.WriteLine($"data folder      {dataFolder} ({Size(dataFolder) / 1048576.0:N1} MiB)");
        Console.WriteLine($"batches          {lake.Batches.Count} in the lake, {lake.Batches.Count(batch => !built.Contains(batch.Name))} not yet in a build");
        Console.WriteLine($"current build    {(current is null ? "none; run ./registry build" : Path.GetFileName(current))}");
        foreach (var build in BuildFolder.All(dataFolder).Reverse().Take(5))
            Console.WriteLine($"  build          {Path.GetFileName(build)} ({Size(build) / 1048576.0:N1} MiB)");
        return CommandLine.Done;
    }

    static HashSet<string> BatchesOf(string build)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(build, "manifest.json")));
        return manifest.RootElement.GetProperty("batches").EnumerateArray().Select(name => name.GetString()!).ToHashSet();
    }

    static long Size(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;
}
