using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>link</c>: links the batches since the last generation; with a CSV, record linkage alone; review queue, merges, audit, samples.</summary>
static class LinkCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var input = new Argument<FileInfo?>("IN.csv") { Arity = ArgumentArity.ZeroOrOne, Description = "Record linkage of this file alone; without it the data folder's new batches are linked" };
        var output = new Option<FileInfo?>("--out") { Description = "LINKS.csv: record_id, person_id, review (default: standard output)" };
        var pairs = new Option<FileInfo?>("--pairs") { Description = "PAIRS.csv: every compared pair with its weights" };
        var command = new Command("link", "Decides which records are one person")
        {
            input, output, pairs, LinkReviewCommand.Review(clock), LinkReviewCommand.Merges(), LinkReviewCommand.Unmerge(clock), Audit(), LinkSampleCommand.Create(clock),
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(input) is { } file) return LinkFile(file, parsed.GetValue(output), parsed.GetValue(pairs));
            if (parsed.GetValue(output) is not null || parsed.GetValue(pairs) is not null) throw new UsageException("--out and --pairs are for a file: ./registry link IN.csv --out LINKS.csv. The data folder's links stay in it.");
            return LinkLake(CommandLine.DataFolder(parsed), clock);
        });
        return command;
    }

    internal static int LinkLake(string dataFolder, TimeProvider clock)
    {
        Keeping.Purging.FinishLeft(dataFolder, clock);
        var result = LinkStep.Run(dataFolder, new LinkStepOptions(), clock);
        Console.WriteLine(result.IsNew
            ? string.Create(CultureInfo.InvariantCulture, $"link generation {result.Generation}: {result.NewRecords:N0} new of {result.Records:N0} records, {result.Persons:N0} persons, {result.MergeProposals:N0} new merges proposed, {result.PairsToReview:N0} new pairs to review")
            : $"link generation {result.Generation} stands: nothing new to link");
        if (result.IsNew && LinkReview.NotFollowed(dataFolder).Count is > 0 and var refused)
            Console.Error.WriteLine($"{refused} pairs were decided to be the same and stand apart all the same: other records of the two persons must not meet (twins, birth certificates, a decision). They stay in ./registry link review list under the rule DecidedSame.");
        return CommandLine.Done;
    }

    /// <summary>The data folder of a command that works on links.</summary>
    /// <exception cref="UsageException">Nothing was linked there yet: it may be the wrong folder.</exception>
    internal static string Linked(ParseResult parsed)
    {
        var data = CommandLine.DataFolder(parsed);
        return PersonLinks.Latest(data) > 0 ? data : throw new UsageException($"Nothing was linked in {data} yet. Take submissions in with ./registry ingest, then ./registry link; or name another folder with --data.");
    }

    static int LinkFile(FileInfo input, FileInfo? output, FileInfo? pairs)
    {
        if (!input.Exists) throw new UsageException($"There is no file {input.FullName}. link takes a CSV file, or one of review, merges, unmerge, audit, sample; see ./registry link --help.");
        using var reader = input.OpenText();
        using var links = output is null ? null : OutputFile.Open(output, "--out");
        using var details = pairs is null ? null : OutputFile.Open(pairs, "--pairs");
        var result = LinkCsv.Run(reader, links ?? Console.Out, details);
        foreach (var problem in result.Problems) Console.Error.WriteLine($"{input.Name}: {problem}");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Records:N0} records, {result.Persons:N0} persons, {result.PairsToReview:N0} pairs to review"));
        return result.Problems.Count > 0 ? CommandLine.DoneWithRejects : CommandLine.Done;
    }

    static Command Audit()
    {
        var limit = LinkReviewCommand.Limit("Differences to list");
        var command = new Command("audit", "Links the whole lake afresh, commits nothing, and tells which persons would differ and why") { limit };
        command.SetAction(parsed =>
        {
            var (data, most) = (Linked(parsed), LinkReviewCommand.Most(parsed, limit));
            var result = LinkAudit.Run(data, new LinkStepOptions());
            Console.WriteLine("person\tkind\trecord_a\trecord_b\tis_proposed\twhy");
            foreach (var one in result.Differences.Take(most))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.PersonKey}\t{one.Kind}\t{one.RecordA}\t{one.RecordB}\t{(one.IsProposed ? 1 : 0)}\t{one.Why}"));
            if (result.Differences.Count > most) Console.Error.WriteLine($"{most} of {result.Differences.Count} differences are listed; --limit shows more.");
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Differ:N0} of {result.Persons:N0} persons would differ ({result.Differ * 1000.0 / Math.Max(1, result.Persons):0.00} in 1,000): {result.Differ - result.DifferUnknown:N0} whose merge is proposed and waits for a reviewer, {result.DifferUnknown:N0} that nobody was asked about ({result.DifferUnknown * 1000.0 / Math.Max(1, result.Persons):0.00} in 1,000); {result.RelinkedPersons:N0} persons when linked afresh"));
            return CommandLine.Done;
        });
        return command;
    }
}
