using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Etl.Keeping;
using RegistryAnalytics.Jobs.Keeping;
using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>purge</c>: takes a person out of everything the data folder holds, for good.</summary>
static class PurgeCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var key = new Argument<long?>("PERSON_KEY") { Arity = ArgumentArity.ZeroOrOne, Description = "Key of the person, as in dim_person" };
        var sender = new Option<string?>("--sender") { Description = "With --id: the person whom a sender knows by an id" };
        var id = new Option<string?>("--id") { Description = "The sender's id of the person" };
        var due = new Option<bool>("--due") { Description = "Everyone whose consent asks for it, by the policy in the current build" };
        var reason = new Option<string?>("--reason") { Description = "Why, without names; it is kept" };
        var dry = new Option<bool>("--dry-run") { Description = "Shows what would go and changes nothing" };
        var verify = new Option<bool>("--verify") { Description = "Searches the whole data folder for the person afterwards" };
        var reapply = new Option<bool>("--reapply") { Description = "After a backup was restored: takes out again whom tombstones hold, and finishes what was broken off" };
        var stones = new Option<DirectoryInfo?>("--tombstones") { Description = "With --reapply: a folder lake/purged that is newer than the backup's" };
        var command = new Command("purge", "Takes a person out of raw files, staged rows, links, builds and exports, and leaves a tombstone without content")
        {
            key, sender, id, due, reason, dry, verify, reapply, stones,
        };
        command.SetAction(parsed =>
        {
            var data = CommandLine.DataFolder(parsed);
            if (parsed.GetValue(reapply))
            {
                Console.WriteLine($"{Purging.Reapply(data, parsed.GetValue(stones)?.FullName, clock):N0} records of purged persons were in the lake and are gone");
                return CommandLine.Done;
            }
            if (parsed.GetValue(reason) is not { Length: > 0 } why) throw new UsageException("A purge needs --reason: why, without names.");
            if (parsed.GetValue(due)) return Due(data, why, parsed.GetValue(dry), clock);
            // Records that were not linked yet could be the person's as well.
            LinkCommand.LinkLake(data, clock);
            var person = parsed.GetValue(key) ?? PersonOf(data, parsed.GetValue(sender), parsed.GetValue(id));
            return Purge(data, person, why, parsed.GetValue(dry), parsed.GetValue(verify), clock);
        });
        return command;
    }

    static long PersonOf(string dataFolder, string? sender, string? id)
    {
        if (sender is null || id is null) throw new UsageException("Say whom: a PERSON_KEY, or --sender S --id X, or --due.");
        var records = LakePurge.RecordsOf(dataFolder, sender, id).ToHashSet();
        var persons = LinkPurge.PersonsOf(dataFolder, PersonLinks.Latest(dataFolder), records).Keys.Order().ToList();
        return persons.Count switch
        {
            1 => persons[0],
            0 => throw new UsageException("That sender told of nobody under this id."),
            _ => throw new UsageException($"Under this id that sender told of {persons.Count} persons: {string.Join(", ", persons)}. Name one of them."),
        };
    }

    static int Due(string dataFolder, string reason, bool isDry, TimeProvider clock)
    {
        LinkCommand.LinkLake(dataFolder, clock);
        long[] persons;
        using (var published = new Published(dataFolder))
            persons = [.. published.Facts.QueryRows("select person_key from dim_person_policy where consequence = 'purge' order by 1").Select(row => (long)row[0]!)];
        foreach (var person in persons) Purge(dataFolder, person, reason, isDry, verify: false, clock);
        Console.WriteLine($"{persons.Length:N0} persons {(isDry ? "would be" : "were")} purged");
        return CommandLine.Done;
    }

    static int Purge(string dataFolder, long person, string reason, bool isDry, bool verify, TimeProvider clock)
    {
        var records = LinkPurge.RecordsOf(dataFolder, person);
        if (records.Count == 0) throw new UsageException($"There is no person {person} in the newest link generation.");
        var result = Purging.Run(dataFolder, [person], records, reason, clock, isDry);
        var share = result.Plan.Share;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"person {person}: {share.Records.Count} records, {share.Messages.Count} messages and rows in {share.Files.Count} received files, {result.Plan.Exports.Count} exports {(isDry ? "would go" : "are gone")}"));
        if (share.Namesakes > 0) Console.WriteLine($"{share.Namesakes} rows of rosters, WIC, death or delivery files bear the name and birth date but could be another person's; they stay");
        foreach (var build in result.Builds)
            Console.WriteLine(build.NewName is null ? $"build {build.Name} is retired: the person could not be told apart in it" : $"build {build.Name} is now {build.NewName}");
        if (isDry) return CommandLine.Done;
        Console.WriteLine($"tombstone {result.Plan.Tombstone}; backups still hold the person: restore one only with ./registry purge --reapply, and keep lake/purged and settings/registry.secret outside of it");
        if (!verify) return CommandLine.Done;
        var left = TraceSearch.In(dataFolder, result.Traces);
        foreach (var file in left) Console.WriteLine($"still named in {Path.GetRelativePath(dataFolder, file)}, as a guardian or mother of someone else perhaps");
        Console.WriteLine(left.Count == 0 ? "no file of the data folder names the person" : $"{left.Count} files name the person");
        return left.Count == 0 ? CommandLine.Done : CommandLine.DoneWithRejects;
    }
}
