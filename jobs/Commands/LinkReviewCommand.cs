using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>link review</c>, <c>link merges</c>, <c>link unmerge</c>: what waits for a reviewer, what was decided, and taking a merge back.</summary>
static class LinkReviewCommand
{
    internal static Command Review(TimeProvider clock) => new("review", "The review queue") { List(clock), Decide(clock) };

    /// <summary>How many lines a list has at most.</summary>
    internal static Option<int> Limit(string what) => new("--limit") { Description = what, DefaultValueFactory = _ => 50 };

    /// <exception cref="UsageException">It is below 1.</exception>
    internal static int Most(ParseResult parsed, Option<int> limit) => parsed.GetValue(limit) is >= 1 and var most ? most : throw new UsageException("--limit must be 1 or more.");

    static Command List(TimeProvider clock)
    {
        var limit = Limit("Pairs to list");
        var persons = new Option<FileInfo?>("--persons") { Description = "PERSONS.csv: names, birth dates and addresses of the listed records, for the reviewer; needs --purpose and a build" };
        var asking = new Asking();
        var command = new Command("list", "Pairs that wait for a person's decision, proposed merges first, then the likeliest; bits by field say why") { limit, persons };
        asking.AddTo(command);
        command.SetAction(parsed =>
        {
            var (data, most) = (LinkCommand.Linked(parsed), Most(parsed, limit));
            var all = LinkReview.List(data, int.MaxValue);
            var listed = all.Take(most).ToList();
            if (parsed.GetValue(persons) is { } names)
                LinkPersonsFile.Write(names, data, "link_review", new() { ["limit"] = most.ToString(CultureInfo.InvariantCulture) },
                    [.. listed.SelectMany(item => new[] { item.RecordA, item.RecordB }).Distinct()], asking.Who(parsed), clock);
            Console.WriteLine("record_a\trecord_b\tperson_a\tperson_b\tscore\tkind\trule\tbits");
            foreach (var item in listed)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{item.RecordA}\t{item.RecordB}\t{item.PersonA}\t{item.PersonB}\t{item.Score:F1}\t{item.Kind}\t{item.Rule}\t{string.Join(' ', item.Weights.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{weight.Key}={weight.Value:0.0}")))}"));
            Console.Error.WriteLine(listed.Count < all.Count ? $"{listed.Count} of {all.Count} waiting pairs are listed; --limit shows more."
                : $"{all.Count} pairs wait for a decision.");
            return CommandLine.Done;
        });
        return command;
    }

    static Command Decide(TimeProvider clock)
    {
        var a = new Argument<long>("RECORD_A") { Description = "Record key, as link review list shows it" };
        var b = new Argument<long>("RECORD_B") { Description = "Key of the other record" };
        var decision = new Argument<ReviewDecision>("DECISION")
        {
            Description = "same, different or twin (different, and told to be of one birth)",
            // By name only: an enumeration would take numbers too.
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                foreach (var known in Enum.GetValues<ReviewDecision>())
                    if (known.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return known;
                result.AddError($"'{text}' is no decision: say same, different or twin.");
                return default;
            },
        };
        var command = new Command("decide", "Decides a pair for good; the next link step follows it") { a, b, decision };
        command.SetAction(parsed =>
        {
            var (data, recordA, recordB, now) = (LinkCommand.Linked(parsed), parsed.GetValue(a), parsed.GetValue(b), parsed.GetValue(decision));
            var before = LinkReview.Decided(data, recordA, recordB);
            if (LinkReview.Decide(data, recordA, recordB, now, Environment.UserName, clock) is { } problem) throw new UsageException(problem);
            var known = before is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{Word(before.Decision)} by {before.Actor} on {before.At:yyyy-MM-dd}");
            if (before?.Decision == now) Console.WriteLine($"decided so already, {known}: nothing to store");
            else Console.WriteLine((before is null ? "decided" : $"decided; this replaces {known}") + "; run ./registry link to apply it");
            return CommandLine.Done;
        });
        return command;
    }

    static string Word(ReviewDecision decision) => decision switch { ReviewDecision.Same => "same", ReviewDecision.Different => "different", _ => "twin" };

    internal static Command Merges()
    {
        var command = new Command("merges", "Merges that have been made, oldest first");
        command.SetAction(parsed =>
        {
            var data = LinkCommand.Linked(parsed);
            var undone = LinkReview.Undone(data);
            Console.WriteLine("event\tfrom_person\tto_person\treason\tactor\ttaken_back");
            foreach (var merge in LinkReview.Merges(data))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{merge.Event}\t{merge.FromPerson}\t{merge.ToPerson}\t{merge.Reason}\t{merge.Actor}\t{(undone.TryGetValue(merge.Event, out var by) ? by.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "")}"));
            return CommandLine.Done;
        });
        return command;
    }

    internal static Command Unmerge(TimeProvider clock)
    {
        var merge = new Argument<long>("EVENT") { Description = "Number of the merge, see link merges" };
        var command = new Command("unmerge", "Takes a merge back and keeps the two persons apart; the next link step does it") { merge };
        command.SetAction(parsed =>
        {
            if (LinkReview.Unmerge(LinkCommand.Linked(parsed), parsed.GetValue(merge), Environment.UserName, clock) is { } problem)
                throw new UsageException(problem + " ./registry link merges lists them.");
            Console.WriteLine("stored; run ./registry link to apply it");
            return CommandLine.Done;
        });
        return command;
    }
}
