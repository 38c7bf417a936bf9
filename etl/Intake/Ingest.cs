namespace RegistryAnalytics.Etl.Intake;

/// <summary>What became of one file.</summary>
public enum FileOutcome { Taken, Known, Failed }

/// <summary>One result line.</summary>
/// <param name="Accepted">With the warned ones among them: received = accepted + rejected.</param>
/// <param name="Reason">Why it failed, or when it was taken in before.</param>
public sealed record FileResult(
    string Path, FileOutcome Outcome, long Received, long Accepted, long Warned, long Rejected, long BatchSequence, string? Reason)
{
    public override string ToString() => Outcome switch
    {
        FileOutcome.Taken => $"{System.IO.Path.GetFileName(Path)}: received {Received}, accepted {Accepted} ({Warned} with warnings), rejected {Rejected}{(Reason is null ? "" : "; " + Reason)}",
        FileOutcome.Known => $"{System.IO.Path.GetFileName(Path)}: taken in before, {Reason}; nothing changed",
        _ => $"{System.IO.Path.GetFileName(Path)}: not taken in: {Reason}",
    };
}

/// <summary>What to take in, and how.</summary>
public sealed record IngestRequest(string DataFolder, IReadOnlyList<string> Paths)
{
    /// <summary>Sender of all files; null = folder below the inbox, else MSH-4 of each message.</summary>
    public string? Sender { get; init; }

    /// <summary>Folder for acknowledgements; null = none are written.</summary>
    public string? AckFolder { get; init; }

    /// <summary>Settings; null = those of the data folder.</summary>
    public IntakeSettings? Settings { get; init; }

    /// <summary>Files unpacked from the journal, by path.</summary>
    internal IReadOnlyDictionary<string, Posts.PostedFile>? Posted { get; init; }

    /// <summary>Key of the rejected message that the one file corrects.</summary>
    internal long? Corrects { get; init; }

    /// <summary>Called for each file when its batch is committed.</summary>
    public Action<FileResult>? OnFile { get; init; }
}

/// <summary>Takes submissions into the lake.</summary>
public static class Ingest
{
    // A .gz that unpacks to more is refused: it is a mistake or an attack.
    const long LargestUnpacked = 64L << 30;

    // Small files share a batch, so that the lake gets no small files of its own.
    const int MostFilesPerBatch = 1000;

    /// <summary>Takes files and folders in; the same bytes twice are one batch.</summary>
    /// <returns>One result a file, in the order of the sorted paths.</returns>
    /// <exception cref="LakeLockedException">Another process is taking files in.</exception>
    public static IReadOnlyList<FileResult> Run(IngestRequest request, TimeProvider clock, CancellationToken cancel = default)
    {
        using var held = LakeLock.Take(request.DataFolder, "ingest");
        Lake.Sweep(request.DataFolder);
        // What a killed correction left lying: it holds a message.
        if (request.Corrects is null) Durable.Delete(Lake.Corrected(request.DataFolder));
        var settings = request.Settings is { } given ? given with { Tombstones = Keeping.Tombstones.Read(request.DataFolder) } : IntakeSettings.Read(request.DataFolder);
        return new Run(request, settings, clock).All(cancel);
    }

    /// <summary>Takes in everything in the inbox; each file is removed from it once its batch is committed.</summary>
    public static IReadOnlyList<FileResult> Inbox(IngestRequest request, TimeProvider clock, CancellationToken cancel = default)
    {
        var inbox = Lake.Inbox(request.DataFolder);
        Directory.CreateDirectory(inbox);
        return Run(request with { Paths = [inbox] }, clock, cancel);
    }

    internal static long LargestFile => LargestUnpacked;
    internal static int FilesPerBatch => MostFilesPerBatch;
}
