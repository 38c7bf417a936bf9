using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>link sample</c>: draws a clerical review sample, and scores a filled-in one.</summary>
static class LinkSampleCommand
{
    internal static Command Create(TimeProvider clock) => new("sample", "Clerical review: how many merges are false, how many are missing") { Draw(clock), Score() };

    static Command Draw(TimeProvider clock)
    {
        var output = new Option<FileInfo>("--out") { Description = "SAMPLE.csv: keys only; fill in the column verdict with same or different", Required = true };
        var size = new Option<int>("--per-stratum") { Description = "Pairs of each band of score", DefaultValueFactory = _ => 50 };
        var seed = new Option<long>("--seed") { Description = "The same seed draws the same pairs", DefaultValueFactory = _ => 1 };
        var persons = new Option<FileInfo?>("--persons") { Description = "PERSONS.csv: names, birth dates and addresses of the sampled records, for the reviewer; written to the audit log" };
        var purpose = new Option<string?>("--purpose") { Description = "Why personal data is needed; required with --persons" };
        var command = new Command("draw", "Draws pairs by band of score") { output, size, seed, persons, purpose };
        command.SetAction(parsed =>
        {
            var data = CommandLine.DataFolder(parsed);
            if (parsed.GetValue(size) < 1) throw new UsageException("--per-stratum must be 1 or more.");
            var to = parsed.GetValue(persons);
            if (to is not null && string.IsNullOrWhiteSpace(parsed.GetValue(purpose))) throw new UsageException("--persons writes personal data: say why with --purpose.");
            var sample = LinkSample.Draw(data, parsed.GetValue(size), parsed.GetValue(seed));
            if (sample.Count == 0) throw new UsageException("No pair was compared yet: run ./registry link first.");
            using (var file = new StreamWriter(parsed.GetRequiredValue(output).FullName)) LinkSample.Write(file, sample);
            if (to is not null)
            {
                // The row comes first: what is not in the log does not leave.
                AuditLog.Write(data, new AuditRow(
                    clock.GetUtcNow(), Environment.UserName, Role.StateAdmin, parsed.GetValue(purpose), null, "link sample",
                    string.Create(CultureInfo.InvariantCulture, $"per-stratum={parsed.GetValue(size)} seed={parsed.GetValue(seed)}"), "generation " + PersonLinks.Latest(data).ToString(CultureInfo.InvariantCulture),
                    LinkSample.Persons(data, sample), new Dictionary<string, int>(), "released"));
                using var file = new StreamWriter(to.FullName);
                LinkSample.WritePersons(file, data, sample);
            }
            foreach (var stratum in sample.GroupBy(pair => pair.Stratum)) Console.WriteLine($"{stratum.Key}: {stratum.Count():N0} of {stratum.First().StratumPairs:N0} pairs");
            return CommandLine.Done;
        });
        return command;
    }

    static Command Score()
    {
        var input = new Argument<FileInfo>("SAMPLE.csv");
        var command = new Command("score", "Scores a filled-in sample and keeps the estimate for the next build") { input };
        command.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(input);
            if (!file.Exists) throw new UsageException($"There is no file {file.FullName}.");
            var data = CommandLine.DataFolder(parsed);
            using var reader = file.OpenText();
            var (estimate, problem) = LinkSample.Score(reader, PersonLinks.Latest(data));
            if (estimate is null) throw new UsageException($"{file.FullName}: {problem}.");
            LinkSample.Store(data, estimate);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{estimate.Judged} pairs judged, {estimate.Open} left open; precision {estimate.Precision:0.0000} ({estimate.PrecisionLow:0.0000} to {estimate.PrecisionHigh:0.0000}), recall {estimate.Recall:0.0000} ({estimate.RecallLow:0.0000} to {estimate.RecallHigh:0.0000}) of the compared pairs"));
            return CommandLine.Done;
        });
        return command;
    }
}
