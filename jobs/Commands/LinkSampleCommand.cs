using System.CommandLine;
using System.Globalization;
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
        var persons = new Option<FileInfo?>("--persons") { Description = "PERSONS.csv: names, birth dates and addresses of the sampled records, for the reviewer; needs --purpose and a build" };
        var asking = new Asking();
        var command = new Command("draw", "Draws pairs by band of score, to be judged by a person") { output, size, seed, persons };
        asking.AddTo(command);
        command.SetAction(parsed =>
        {
            var data = LinkCommand.Linked(parsed);
            var (perStratum, to) = (parsed.GetValue(size), parsed.GetRequiredValue(output));
            if (perStratum < 1) throw new UsageException("--per-stratum must be 1 or more.");
            // Somebody may have judged hundreds of pairs in it.
            if (to.Exists) throw new UsageException($"{to.FullName} is there already and may hold verdicts. Name another file with --out, or delete it first.");
            var sample = LinkSample.Draw(data, perStratum, parsed.GetValue(seed));
            if (sample.Count == 0) throw new UsageException("No two records were alike enough to be compared: there is nothing to draw from.");
            if (parsed.GetValue(persons) is { } names)
                LinkPersonsFile.Write(names, data, "link_sample", new()
                {
                    ["generation"] = Text(sample[0].Generation), ["per_stratum"] = Text(perStratum), ["seed"] = Text(parsed.GetValue(seed)),
                }, [.. sample.SelectMany(pair => new[] { pair.RecordA, pair.RecordB }).Distinct()], asking.Who(parsed), clock);
            using (var file = OutputFile.Open(to, "--out")) LinkSample.Write(file, sample);
            foreach (var stratum in sample.GroupBy(pair => pair.Stratum)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stratum.Key}: {stratum.Count():N0} of {stratum.First().StratumPairs:N0} pairs"));
            Console.WriteLine($"fill in the column verdict with same or different, then: ./registry link sample score {to.Name}");
            return CommandLine.Done;
        });
        return command;
    }

    static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    static Command Score()
    {
        var input = new Argument<FileInfo>("SAMPLE.csv") { Description = "A sample with the column verdict filled in: same, different, unsure or blank" };
        var command = new Command("score", "Scores a filled-in sample and keeps the estimate for the next build") { input };
        command.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(input);
            if (!file.Exists) throw new UsageException($"There is no file {file.FullName}.");
            var data = LinkCommand.Linked(parsed);
            using var reader = file.OpenText();
            var (estimate, problem) = SampleScore.Score(reader, data);
            if (estimate is null) throw new UsageException($"{file.FullName}: {problem}.");
            SampleScore.Store(data, estimate);
            Console.WriteLine($"{estimate.Judged} pairs judged, {estimate.Open} left open; generation {estimate.Generation}; shares with 95 % intervals, recall of the compared pairs");
            Console.WriteLine("sender\tlinked_judged\tlinked_different\tapart_judged\tapart_same\tprecision\trecall");
            foreach (var share in estimate.Shares)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{share.Sender}\t{share.LinkedJudged}\t{share.LinkedDifferent}\t{share.ApartJudged}\t{share.ApartSame}\t{Shown(share.Precision, share.PrecisionLow, share.PrecisionHigh)}\t{Shown(share.Recall, share.RecallLow, share.RecallHigh)}"));
            return CommandLine.Done;
        });
        return command;
    }

    static string Shown(double? value, double? low, double? high) => value is null ? "too few judged" : string.Create(CultureInfo.InvariantCulture, $"{value:0.0000} ({low:0.0000} to {high:0.0000})");
}
