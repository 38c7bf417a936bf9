using System.CommandLine;
using RegistryAnalytics.Reports;
using RegistryAnalytics.Reports.Catalogue;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>report NAME</c> and <c>report list</c>.</summary>
static class ReportCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var name = new Argument<string>("NAME") { Description = "Name of a report, or list" };
        var parameters = new Option<string[]>("--param") { Description = "key=value, any number of times", DefaultValueFactory = _ => [] };
        var output = new Option<FileInfo?>("--out") { Description = "FILE.xlsx, .csv, .pdf, .parquet, .html or .json" };
        var command = new Command("report", "Writes one report; 'report list' shows which there are") { name, parameters, output };
        command.SetAction(parsed => parsed.GetRequiredValue(name) == "list"
            ? List()
            : Run(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(name), parsed.GetValue(parameters) ?? [], parsed.GetValue(output), clock));
        return command;
    }

    static int List()
    {
        foreach (var report in ReportCatalogue.All)
            Console.WriteLine($"{report.Name,-24} {report.Title}");
        return CommandLine.Done;
    }

    static int Run(string dataFolder, string name, string[] pairs, FileInfo? output, TimeProvider clock)
    {
        if (output is null) throw new UsageException("Say where the report goes: --out FILE.xlsx (or .csv, .pdf, .parquet, .html, .json).");
        var parameters = new Dictionary<string, string>();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw new UsageException($"'{pair}' is not key=value.");
            parameters[pair[..at]] = pair[(at + 1)..];
        }
        using var published = new Published(dataFolder);
        using var runner = new ReportRunner();
        var outcome = runner.Write(name, published.Request(parameters, clock), output.FullName);
        if (outcome.Problem is not null) throw new UsageException(outcome.Problem);
        if (outcome.Notice is not null) Console.Error.WriteLine(outcome.Notice);
        foreach (var file in outcome.Files) Console.WriteLine(file);
        return CommandLine.Done;
    }
}
