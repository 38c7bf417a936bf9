using System.CommandLine;
using System.Globalization;
using System.Text;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary>
/// <c>rejected</c>, <c>replays</c>, <c>message</c>, <c>resubmit</c> and <c>compact</c>: what was received, as it was received. Only
/// <c>message</c> shows what a message says, and writes an audit row before it does.
/// </summary>
static class StoredCommands
{
    internal static IEnumerable<Command> Create(TimeProvider clock) => [Rejected(), Replays(), Message(clock), Resubmit(clock), Compact(clock)];

    static Command Rejected()
    {
        var sender = new Option<string?>("--sender") { Description = "Only this sender's" };
        var most = new Option<int>("--most") { Description = "How many at most, the latest first", DefaultValueFactory = _ => 1000 };
        var open = new Option<bool>("--open") { Description = "Only those without an accepted correction" };
        var command = new Command("rejected", "Lists rejected messages with the reason, without what they say") { sender, most, open };
        command.SetAction(parsed =>
        {
            var found = StoredMessages.Rejected(CommandLine.DataFolder(parsed), parsed.GetValue(sender), parsed.GetValue(most))
                .Where(message => !parsed.GetValue(open) || message.CorrectedBy is null).ToList();
            foreach (var message in found)
                Console.WriteLine($"{Text(message.Key)}  batch {Text(message.Batch)} message {Text(message.Number)}  {message.Sender}  "
                    + $"{message.ReceivedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {message.Rule}  {message.Place}  "
                    + (message.CorrectedBy is { } by ? $"corrected in batch {Text(by)}" : "open"));
            Console.WriteLine($"{found.Count} rejected messages");
            return CommandLine.Done;
        });
        return command;
    }

    static Command Replays()
    {
        var command = new Command("replays", "Lists control ids that a sender used again for other content");
        command.SetAction(parsed =>
        {
            var found = StoredMessages.ChangedReplays(CommandLine.DataFolder(parsed));
            foreach (var replay in found) Console.WriteLine($"{replay.Sender}: messages {string.Join(", ", replay.Messages.Select(Text))} have one control id and differ");
            Console.WriteLine($"{found.Count} control ids used again for other content");
            return CommandLine.Done;
        });
        return command;
    }

    static Command Message(TimeProvider clock)
    {
        var which = new Argument<long[]>("KEY | BATCH N") { Arity = new ArgumentArity(1, 2), Description = "Key of the message, or batch and number of the message in it" };
        var purpose = new Option<string?>("--purpose") { Description = "Why it is looked at; kept in the audit log" };
        var command = new Command("message", "Shows one message as it was received, with its findings; audited") { which, purpose };
        command.SetAction(parsed => Show(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(which), parsed.GetValue(purpose), clock));
        return command;
    }

    static int Show(string dataFolder, long[] which, string? purpose, TimeProvider clock)
    {
        var key = which is [var batch, var number] ? StoredMessages.KeyOf(dataFolder, batch, number)
            ?? throw new UsageException($"Batch {batch} has no message {number}.") : which[0];
        if (StoredMessages.Find(dataFolder, key) is not { } message) throw new UsageException($"There is no message {key}. ./registry rejected lists keys.");
        AuditLog.Write(dataFolder, new AuditRow(clock.GetUtcNow(), Environment.UserName, Role.StateAdmin, purpose, null, "message",
            $"key={Text(key)}", $"batch {Text(message.BatchSequence)}", [], new Dictionary<string, int>(), "released"));
        Console.Error.WriteLine($"message {Text(key)} of batch {Text(key >> 40)}, {message.FileName}, sender {message.Sender}, received {message.ReceivedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: {message.Outcome}");
        foreach (var issue in message.Issues)
            Console.Error.WriteLine($"  {issue.Severity} {string.Join('^', new object?[] { issue.Segment, issue.Occurrence, issue.Field, issue.Component }.Where(part => part is not null))} {issue.Rule}: {issue.Text}");
        using var output = Console.OpenStandardOutput();
        // Byte by byte into a file; a terminal would write every segment over the one before.
        output.Write(Console.IsOutputRedirected ? message.Text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message.Text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') + "\n"));
        return CommandLine.Done;
    }

    static Command Resubmit(TimeProvider clock)
    {
        var key = new Argument<long>("KEY") { Description = "Key of the rejected message" };
        var file = new Argument<FileInfo>("FILE") { Description = "The corrected message" };
        var command = new Command("resubmit", "Takes in a corrected message in the name of its sender, linked to the rejected one") { key, file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!path.Exists) throw new UsageException($"There is no file {path.FullName}.");
            try
            {
                var result = StoredMessages.Resubmit(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(key), File.ReadAllBytes(path.FullName), clock);
                Console.WriteLine(result);
                return result.Outcome == FileOutcome.Taken && result.Rejected == 0 ? CommandLine.Done : CommandLine.DoneWithRejects;
            }
            catch (ArgumentException error)
            {
                throw new UsageException(error.Message);
            }
        });
        return command;
    }

    static Command Compact(TimeProvider clock)
    {
        var command = new Command("compact", "Joins small batches, so that readers open few files; what they say stays as it is");
        command.SetAction(parsed =>
        {
            var before = Lake.Batches(CommandLine.DataFolder(parsed)).Count;
            var joined = Compaction.Run(CommandLine.DataFolder(parsed), clock);
            Console.WriteLine($"{joined} of {before} batches joined; {Lake.Batches(CommandLine.DataFolder(parsed)).Count} now");
            return CommandLine.Done;
        });
        return command;
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
