using System.CommandLine;
using RegistryAnalytics.Warehouse.Evaluate;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>schedule list</c> and <c>schedule import</c>: CDSi schedule versions at hand.</summary>
static class ScheduleCommand
{
    internal static Command Create()
    {
        var list = new Command("list", "Lists the schedule versions at hand, newest last");
        list.SetAction(parsed => List(CommandLine.DataFolder(parsed)));
        var path = new Argument<string>("FILE") { Description = "Zip or folder of CDC's supporting-data package" };
        var version = new Option<string?>("--as") { Description = "Version, where the package's names do not tell it" };
        var import = new Command("import", "Takes a supporting-data package of CDC in") { path, version };
        import.SetAction(parsed => Import(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(path), parsed.GetValue(version)));
        return new Command("schedule", "CDSi schedule versions") { list, import };
    }

    static int List(string dataFolder)
    {
        foreach (var version in ScheduleForDate.Library(dataFolder).List())
            Console.WriteLine($"{version.Version}\t{(version.IsBuiltIn ? "shipped" : "imported")}\t{version.Folder}");
        return CommandLine.Done;
    }

    static int Import(string dataFolder, string path, string? version)
    {
        if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"There is no file or folder {path}.");
        var result = ScheduleForDate.Library(dataFolder).Import(path, version);
        foreach (var finding in result.Findings) Console.Error.WriteLine($"{(finding.IsError ? "error" : "note")}: {finding.Place}: {finding.Text}");
        if (result.Schedule is null) return CommandLine.DoneWithRejects;
        Console.WriteLine($"schedule {result.Schedule.Version} is at hand");
        return CommandLine.Done;
    }
}
