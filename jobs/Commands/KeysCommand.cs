using System.CommandLine;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>keys issue|revoke|list</c>: the keys by which senders who post are known.</summary>
static class KeysCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var sender = new Argument<string>("SENDER");
        var issue = new Command("issue", "Makes a key for a sender and prints it; it is kept nowhere and cannot be printed again") { sender };
        issue.SetAction(parsed =>
        {
            try
            {
                var (key, secret) = SenderKeys.Issue(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(sender), clock);
                Console.Error.WriteLine($"Key {key.Id} of {key.Sender}. Give the next line to the sender; it cannot be shown again.");
                Console.WriteLine(secret);
                return CommandLine.Done;
            }
            catch (ArgumentException error)
            {
                throw new UsageException(error.Message);
            }
        });
        var which = new Argument<string>("KEY_ID | SENDER");
        var revoke = new Command("revoke", "Ends a key, or all keys of a sender, at once") { which };
        revoke.SetAction(parsed =>
        {
            var ended = SenderKeys.Revoke(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(which), clock);
            if (ended.Count == 0) throw new UsageException($"There is no good key called {parsed.GetRequiredValue(which)}, and none of such a sender. See ./registry keys list.");
            foreach (var key in ended) Console.WriteLine($"Key {key.Id} of {key.Sender} is revoked.");
            return CommandLine.Done;
        });
        var list = new Command("list", "Lists the keys that were issued");
        list.SetAction(parsed =>
        {
            foreach (var key in SenderKeys.Read(CommandLine.DataFolder(parsed)))
                Console.WriteLine($"{key.Id}  {key.Sender}  issued {key.IssuedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z  {(key.RevokedAt is { } at ? $"revoked {at.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "good")}");
            return CommandLine.Done;
        });
        return new Command("keys", "Issues, revokes and lists sender keys for POST /submissions") { issue, revoke, list };
    }
}
