using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>link</c>: links the batches since the last generation; with a CSV, record linkage alone; review queue, merges, audit, samples.</summary>
static class LinkCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var input = new Argument<FileInfo?>("IN.csv") { Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<FileInfo?>("--out") { Description = "LINKS.csv: record_id, person_id, review" };
        var pairs = new Option<FileInfo?>("--pairs") { Description = "PAIRS.csv: every compared pair with its weights" };
        var command = new Command("link", "Decides which records are one person") { input, output, pairs, Review(clock), Merges(), Unmerge(clock), Audit(), LinkSampleCommand.Create(clock) };
        command.SetAction(parsed => parsed.GetValue(input) is { } file
            ? LinkFile(file, parsed.GetValue(output), parsed.GetValue(pairs))
            : LinkLake(CommandLine.DataFolder(parsed), clock));
        return command;
    }

    internal static int LinkLake(string dataFolder, TimeProvider clock)
    {
        Keeping.Purging.FinishLeft(dataFolder, clock);
        var result = LinkStep.Run(dataFolder, new LinkStepOptions(), clock);
        Console.WriteLine(result.IsNew
            ? $"link generation {result.Generation}: {result.NewRecords:N0} new of {result.Records:N0} records, {result.Persons:N0} persons, {result.MergeProposals:N0} merges proposed, {result.PairsToReview:N0} pairs to review"
            : $"link generation {result.Generation} stands: nothing new to link");
        return CommandLine.Done;
    }

    static int LinkFile(FileInfo input, FileInfo? output, FileInfo? pairs)
    {
        if (!input.Exists) throw new UsageException($"There is no file {input.FullName}.");
        using var reader = input.OpenText();
        using var links = output is null ? null : new StreamWriter(output.FullName) { NewLine = "\n" };
        using var details = pairs is null ? null : new StreamWriter(pairs.FullName) { NewLine = "\n" };
        var result = LinkCsv.Run(reader, links ?? Console.Out, details);
        foreach (var problem in result.Problems) Console.Error.WriteLine(problem);
        Console.Error.WriteLine($"{result.Records:N0} records, {result.Persons:N0} persons, {result.PairsToReview:N0} pairs to review");
        return result.Problems.Count > 0 ? CommandLine.DoneWithRejects : CommandLine.Done;
    }

    static Command Review(TimeProvider clock)
    {
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 50 };
        var list = new Command("list", "Pairs that wait for a person's decision") { limit };
        list.SetAction(parsed =>
        {
            Console.WriteLine("record_a\trecord_b\tperson_a\tperson_b\tscore\tkind\trule");
            foreach (var item in LinkReview.List(CommandLine.DataFolder(parsed), parsed.GetValue(limit)))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{item.RecordA}\t{item.RecordB}\t{item.PersonA}\t{item.PersonB}\t{item.Score:F1}\t{item.Kind}\t{item.Rule}"));
            return CommandLine.Done;
        });
        var a = new Argument<long>("RECORD_A");
        var b = new Argument<long>("RECORD_B");
        var decision = new Argument<ReviewDecision>("DECISION") { Description = "same, different or twin" };
        var decide = new Command("decide", "Decides a pair for good; the next link step follows it") { a, b, decision };
        decide.SetAction(parsed =>
        {
            if (LinkReview.Decide(CommandLine.DataFolder(parsed), parsed.GetValue(a), parsed.GetValue(b), parsed.GetValue(decision), Environment.UserName, clock) is { } problem)
                throw new UsageException(problem);
            Console.WriteLine("decided; run ./registry link to apply it");
            return CommandLine.Done;
        });
        return new Command("review", "The review queue") { list, decide };
    }

    static Command Merges()
    {
        var command = new Command("merges", "Merges that have been made, oldest first");
        command.SetAction(parsed =>
        {
            Console.WriteLine("event\tfrom_person\tto_person\treason");
            foreach (var merge in LinkReview.Merges(CommandLine.DataFolder(parsed)))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{merge.Event}\t{merge.FromPerson}\t{merge.ToPerson}\t{merge.Reason}"));
            return CommandLine.Done;
        });
        return command;
    }

    static Command Unmerge(TimeProvider clock)
    {
        var merge = new Argument<long>("EVENT") { Description = "Number of the merge, see link merges" };
        var command = new Command("unmerge", "Takes a merge back and keeps the two persons apart; the next link step does it") { merge };
        command.SetAction(parsed =>
        {
            if (LinkReview.Unmerge(CommandLine.DataFolder(parsed), parsed.GetValue(merge), Environment.UserName, clock) is { } problem)
                throw new UsageException(problem + " ./registry link merges lists them.");
            Console.WriteLine("stored; run ./registry link to apply it");
            return CommandLine.Done;
        });
        return command;
    }

    static Command Audit()
    {
        var limit = new Option<int>("--limit") { Description = "Differences to list", DefaultValueFactory = _ => 50 };
        var command = new Command("audit", "Links the whole lake afresh, commits nothing, and tells which persons would differ and why") { limit };
        command.SetAction(parsed =>
        {
            var result = LinkAudit.Run(CommandLine.DataFolder(parsed), new LinkStepOptions());
            Console.WriteLine("person\tkind\trecord_a\trecord_b\tis_proposed\twhy");
            foreach (var one in result.Differences.Take(parsed.GetValue(limit)))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.PersonKey}\t{one.Kind}\t{one.RecordA}\t{one.RecordB}\t{(one.IsProposed ? 1 : 0)}\t{one.Why}"));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Differ:N0} of {result.Persons:N0} persons would differ ({result.Differ * 1000.0 / Math.Max(1, result.Persons):0.00} in 1,000): {result.Differ - result.DifferUnknown:N0} whose merge is proposed and waits for a reviewer, {result.DifferUnknown:N0} that nobody was asked about ({result.DifferUnknown * 1000.0 / Math.Max(1, result.Persons):0.00} in 1,000); {result.RelinkedPersons:N0} persons when linked afresh"));
            return CommandLine.Done;
        });
        return command;
    }
}
