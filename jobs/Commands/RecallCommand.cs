using System.CommandLine;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Recall;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>recall log FILE</c>: takes a filled-in recall list into the contact log.</summary>
static class RecallCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var file = new Argument<FileInfo>("FILE.csv") { Description = "person_key, contacted_on, method, outcome: a recall list, filled in" };
        var log = new Command("log", "Writes contacts and their outcomes to the contact log") { file };
        log.SetAction(parsed => Log(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(file), clock));
        return new Command("recall", "The contact log of reminder and recall; lists and letters are made by report recall") { log };
    }

    static int Log(string dataFolder, FileInfo file, TimeProvider clock)
    {
        if (!file.Exists) throw new UsageException($"There is no file {file.FullName}.");
        var (contacts, problem) = ContactLog.Read(File.ReadAllText(file.FullName));
        if (contacts is null) throw new UsageException($"Reading the contact log {file.Name}: {problem} Nothing was written.");
        var added = AuditLog.Contacted(dataFolder, contacts, Environment.UserName, clock.GetUtcNow());
        Console.WriteLine($"{contacts.Count} contacts read, {added} new, {contacts.Count - added} brought up to date. See who came with: report recall_effect");
        return CommandLine.Done;
    }
}
