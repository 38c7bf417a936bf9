using System.CommandLine;
using RegistryAnalytics.Warehouse.Evaluate;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>evaluate</c>: evaluation and forecast alone, JSON lines in and out.</summary>
static class EvaluateCommand
{
    internal static Command Create()
    {
        var input = new Argument<FileInfo?>("IN.jsonl") { Arity = ArgumentArity.ZeroOrOne, Description = "Default: standard input" };
        var output = new Option<FileInfo?>("--out") { Description = "Default: standard output" };
        var version = new Option<string?>("--schedule") { Description = "CDSi schedule version (default: the newest at hand)" };
        var command = new Command("evaluate", "Evaluates doses and forecasts the next ones, one person a line") { input, output, version };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(input);
            if (file is { Exists: false }) throw new UsageException($"There is no file {file.FullName}.");
            var schedules = ScheduleForDate.ByDate(ScheduleForDate.Library(CommandLine.DataFolder(parsed)), parsed.GetValue(version));
            using var from = file?.OpenRead() ?? Console.OpenStandardInput();
            using var to = parsed.GetValue(output)?.Create() ?? Console.OpenStandardOutput();
            return EvaluateJsonLines.Run(from, to, schedules).Errors > 0 ? CommandLine.DoneWithRejects : CommandLine.Done;
        });
        return command;
    }
}
