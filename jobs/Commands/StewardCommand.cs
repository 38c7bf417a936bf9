using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Keeping;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Release;
using RegistryAnalytics.Warehouse.Build;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>steward</c>: what only a steward decides about a person; messages do not.</summary>
static class StewardCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var person = new Argument<long>("PERSON_KEY") { Description = "Key of the person, as in dim_person" };
        var reason = new Option<string>("--reason") { Description = "Why, without names; it is kept", Required = true };
        var date = new Option<DateOnly?>("--date") { Description = "Day of death" };
        var died = new Command("died", "The person died; builds from now on say so") { person, date, reason };
        died.SetAction(parsed => Decide(CommandLine.DataFolder(parsed), "died", parsed.GetValue(person), parsed.GetValue(date), parsed.GetValue(reason)!, clock));
        var alive = new Command("alive", "The person lives: what was told of a death until now does not count") { person, reason };
        alive.SetAction(parsed => Decide(CommandLine.DataFolder(parsed), "alive", parsed.GetValue(person), null, parsed.GetValue(reason)!, clock));
        var list = new Command("list", "Lists the decisions");
        list.SetAction(parsed =>
        {
            Console.WriteLine("number\tkind\tperson_key\tdate\tactor\tat\treason");
            foreach (var known in StewardDecisions.All(CommandLine.DataFolder(parsed)))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{known.Number}\t{known.Kind}\t{known.PersonKey}\t{known.Date:yyyy-MM-dd}\t{known.Actor}\t{known.At:u}\t{known.Reason}"));
            return CommandLine.Done;
        });
        var number = new Argument<long>("TOMBSTONE") { Description = "Number of the tombstone" };
        var release = new Command("release", "A purged person may be taken in again: the tombstone holds nobody any more") { number, reason };
        release.SetAction(parsed => Release(CommandLine.DataFolder(parsed), parsed.GetValue(number), parsed.GetValue(reason)!, clock));
        var sender = new Option<string>("--sender") { Required = true };
        var id = new Option<string>("--id") { Required = true };
        var allow = new Command("allow", "A sender's id is another person than the purged one of the same name and birth date") { sender, id, reason };
        allow.SetAction(parsed => Allow(CommandLine.DataFolder(parsed), parsed.GetValue(sender)!, parsed.GetValue(id)!, parsed.GetValue(reason)!, clock));
        return new Command("steward", "Decisions that only a steward takes") { died, alive, list, release, allow };
    }

    static int Release(string dataFolder, long number, string reason, TimeProvider clock)
    {
        if (!Tombstones.All(dataFolder).Any(one => one.Number == number && one.Kind == "purge")) throw new UsageException($"There is no tombstone {number}.");
        return Store(dataFolder, "release", number, [], reason, clock);
    }

    static int Allow(string dataFolder, string sender, string id, string reason, TimeProvider clock) =>
        Store(dataFolder, "allow", null, [Tombstones.ForHashing(dataFolder).IdHash(sender, id)], reason, clock);

    static int Store(string dataFolder, string kind, long? of, string[] ids, string reason, TimeProvider clock)
    {
        using var held = LakeLock.Take(dataFolder, "ingest");
        var stone = Tombstones.Add(dataFolder, kind, of, ids, [], reason, Environment.UserName, clock);
        AuditLog.Write(dataFolder, new AuditRow(stone.At, stone.Actor, Role.StateAdmin, reason, null, $"steward {kind}",
            of is { } number ? string.Create(CultureInfo.InvariantCulture, $"tombstone={number}") : "", "", [], new Dictionary<string, int>(), "decided"));
        Console.WriteLine("decided; rejected messages may be sent again");
        return CommandLine.Done;
    }

    static int Decide(string dataFolder, string kind, long person, DateOnly? date, string reason, TimeProvider clock)
    {
        if (!PersonLinks.Stands(dataFolder, person)) throw new UsageException($"There is no person {person} in the newest link generation.");
        var decision = StewardDecisions.Add(dataFolder, kind, person, date, reason, Environment.UserName, clock);
        AuditLog.Write(dataFolder, new AuditRow(decision.At, decision.Actor, Role.StateAdmin, reason, null, $"steward {kind}",
            date is { } day ? string.Create(CultureInfo.InvariantCulture, $"date={day:yyyy-MM-dd}") : "", "", [person], new Dictionary<string, int>(), "decided"));
        Console.WriteLine($"decided as number {decision.Number}; the next build follows it");
        return CommandLine.Done;
    }
}
