using System.CommandLine;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>ingest PATH…</c>: takes files or folders into the lake, one line a file.</summary>
static class IngestCommand
{
    internal static Command Create(TimeProvider clock)
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.ZeroOrMore, Description = "Files or folders; none = the inbox, and posts that a stopped server left in its journal" };
        var sender = new Option<string?>("--sender") { Description = "Sender of all files (default: MSH-4 or submission.json)" };
        var ack = new Option<DirectoryInfo?>("--ack") { Description = "Folder for acknowledgements" };
        var command = new Command("ingest", "Takes submissions in: HL7 files, flat-file folders or zips") { paths, sender, ack };
        command.SetAction(parsed => Run(CommandLine.DataFolder(parsed), parsed.GetValue(paths) ?? [], parsed.GetValue(sender), parsed.GetValue(ack)?.FullName, clock));
        return command;
    }

    internal static int Run(string dataFolder, IReadOnlyList<string> paths, string? sender, string? ack, TimeProvider clock)
    {
        foreach (var path in paths)
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"There is no file or folder {path}.");
        Keeping.Purging.FinishLeft(dataFolder, clock);
        var request = new IngestRequest(dataFolder, paths) { Sender = sender, AckFolder = ack, OnFile = Console.WriteLine };
        IReadOnlyList<FileResult> results = paths.Count > 0 ? Ingest.Run(request, clock) : [.. Posts(dataFolder, clock), .. Ingest.Inbox(request, clock)];
        Console.WriteLine($"{results.Count} files: received {results.Sum(file => file.Received)}, accepted {results.Sum(file => file.Accepted)} "
            + $"({results.Sum(file => file.Warned)} with warnings), rejected {results.Sum(file => file.Rejected)}");
        return results.Any(file => file.Rejected > 0 || file.Outcome == FileOutcome.Failed) ? CommandLine.DoneWithRejects : CommandLine.Done;
    }

    /// <summary>Posts in the journal, unless a server is there that takes them in itself.</summary>
    static IReadOnlyList<FileResult> Posts(string dataFolder, TimeProvider clock)
    {
        Journal journal;
        try
        {
            journal = Journal.OpenAt(dataFolder, clock);
        }
        catch (LakeLockedException)
        {
            Console.WriteLine("Posts are taken in by the server that runs in this data folder.");
            return [];
        }
        using (journal)
        {
            var results = journal.TakeIn();
            foreach (var result in results) Console.WriteLine(result);
            return results;
        }
    }
}
