using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>link</c>: links the batches since the last generation; with a CSV, record linkage alone; review queue.</summary>
static class LinkCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var input = new Argument<FileInfo?>("IN.csv") { Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<FileInfo?>("--out") { Description = "LINKS.csv: record_id, person_id, review" };
        var pairs = new Option<FileInfo?>("--pairs") { Description = "PAIRS.csv: every compared pair with its weights" };
        var command = new Command("link", "Decides which records are one person") { input, output, pairs, Review(clock) };
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
}
