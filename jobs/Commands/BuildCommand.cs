using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Warehouse.Build;
using Spectre.Console;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>build</c>: lake → published build.</summary>
static class BuildCommand
{
    internal const int DefaultMemoryGiB = 8;

    internal static Command Create(TimeProvider clock)
    {
        var asOf = new Option<DateOnly?>("--as-of") { Description = "What had happened by this day (default: today)" };
        var knownBy = new Option<DateTimeOffset?>("--known-by") { Description = "What had been received by this instant (default: now)" };
        var schedule = new Option<string?>("--schedule") { Description = "CDSi schedule version (default: the newest installed)" };
        var memory = new Option<int>("--memory") { Description = "DuckDB's memory limit, GiB", DefaultValueFactory = _ => DefaultMemoryGiB };
        var command = new Command("build", "Makes a build of what the lake holds and publishes it") { asOf, knownBy, schedule, memory };
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetValue(asOf), parsed.GetValue(knownBy),
            parsed.GetValue(schedule), parsed.GetValue(memory), clock));
        return command;
    }

    internal static int Run(string dataFolder, DateOnly? asOf, DateTimeOffset? knownBy, string? schedule, int memoryGiB, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var options = new BuildOptions(dataFolder, asOf ?? DateOnly.FromDateTime(now.UtcDateTime), (knownBy ?? now).UtcDateTime, schedule, (long)memoryGiB << 30);
        LinkCommand.LinkLake(dataFolder, clock);
        // A state takes minutes: who watches sees each step as it ends.
        Action<BuildStep>? onStep = Console.IsErrorRedirected ? null : step => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Seconds,8:F1} s  {step.Name}"));
        var outcome = BuildRun.Run(options, StandardSteps.All, clock, onStep);
        Print(outcome);
        return outcome.Published && outcome.Checks.All(check => check.Wrong == 0) ? CommandLine.Done : CommandLine.DoneWithRejects;
    }

    static void Print(BuildOutcome outcome)
    {
        var table = new Table().AddColumn("step").AddColumn("layer");
        foreach (var heading in new[] { "rows", "seconds", "CPU s", "peak MiB" }) table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var step in outcome.Steps.Where(step => step.Rows >= 0))
            table.AddRow(step.Name, step.Layer, step.Rows.ToString("N0", CultureInfo.InvariantCulture),
                step.Seconds.ToString("F2", CultureInfo.InvariantCulture), step.CpuSeconds.ToString("F2", CultureInfo.InvariantCulture), (step.PeakBytes >> 20).ToString("N0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
        foreach (var check in outcome.Checks.Where(check => check.Wrong > 0))
            Console.WriteLine($"check {check.Name}: {check.Wrong:N0} wrong ({check.Title}){(check.Stops ? "; this stops publication" : "")}");
        Console.WriteLine($"{outcome.Checks.Count(check => check.Wrong == 0)} of {outcome.Checks.Count} checks passed");
        Console.WriteLine(outcome.Published ? $"published {outcome.Id}" : $"not published: {outcome.Id} stays in {outcome.Folder} to be looked at");
    }
}
