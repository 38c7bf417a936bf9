using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Synth;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>synth</c>: the submissions of a made-up state, with the truth beside them.</summary>
static class SynthCommand
{
    internal static Command Create()
    {
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder to write to", Required = true };
        var births = new Option<int>("--births") { Description = "Births a year", DefaultValueFactory = _ => 2000 };
        var seed = new Option<long>("--seed") { Description = "Same seed, same bytes", DefaultValueFactory = _ => 1 };
        var state = new Option<string>("--state") { Description = "FIPS code of the state", DefaultValueFactory = _ => "35" };
        var command = new Command("synth", "Writes the submissions of a synthetic state, and the truth beside them") { output, births, seed, state };
        command.SetAction(parsed =>
        {
            var summary = Synthesis.Write(
                new SynthOptions { BirthsPerYear = parsed.GetValue(births), Seed = parsed.GetValue(seed), StateFips = parsed.GetValue(state)! },
                parsed.GetRequiredValue(output).FullName);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{summary.Persons:N0} persons, {summary.Messages:N0} messages, {summary.DoseRecords:N0} dose records, {summary.Bytes / 1048576.0:N1} MiB in {parsed.GetRequiredValue(output).FullName}"));
            return CommandLine.Done;
        });
        return command;
    }
}
