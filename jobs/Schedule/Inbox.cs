namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>A submission that lies in the inbox.</summary>
/// <param name="Path">A file, or the folder of a flat-file submission.</param>
/// <param name="ChangedAt">When anything in it last changed.</param>
public readonly record struct InboxEntry(string Path, DateTimeOffset ChangedAt);

/// <summary>What lies in the inbox. A submission is ready when nothing in it changed for a while: whoever writes it is done.</summary>
/// <remarks>A folder that holds tables (or submission.json) is one submission; any other folder only sorts the files in it, by sender.</remarks>
public static class Inbox
{
    /// <summary>How long a submission must have been left alone.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>The most submissions of one sweep; the next sweep takes the rest.</summary>
    public const int MostAtOnce = 200;

    /// <summary>The folder.</summary>
    public static string Of(string dataFolder) => Path.Combine(dataFolder, "inbox");

    /// <summary>Every submission that waits, ready or not, in the order of the paths.</summary>
    public static IReadOnlyList<InboxEntry> Waiting(string dataFolder)
    {
        var folder = new DirectoryInfo(Of(dataFolder));
        return folder.Exists ? [.. Entries(folder).OrderBy(entry => entry.Path, StringComparer.Ordinal)] : [];
    }

    /// <summary>The submissions that can be taken in now.</summary>
    public static IReadOnlyList<InboxEntry> Ready(string dataFolder, DateTimeOffset now) =>
        [.. Waiting(dataFolder).Where(entry => now - entry.ChangedAt >= Quiet)];

    private static IEnumerable<InboxEntry> Entries(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => !IsUnfinished(entry.Name)))
            if (entry is DirectoryInfo inner)
                foreach (var found in IsSubmission(inner) ? [new InboxEntry(inner.FullName, LastChange(inner))] : Entries(inner)) yield return found;
            else
                yield return new InboxEntry(entry.FullName, entry.LastWriteTimeUtc);
    }

    /// <summary>Names by which copying programs say that they are not done.</summary>
    private static bool IsUnfinished(string name) => name.StartsWith('.')
        || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".partial", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase);

    private static bool IsSubmission(DirectoryInfo folder) => folder.EnumerateFiles().Any(file =>
        file.Name == "submission.json" || file.Extension.ToLowerInvariant() is ".csv" or ".tsv");

    private static DateTimeOffset LastChange(DirectoryInfo folder) => folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(inner => inner.LastWriteTimeUtc).Append(folder.LastWriteTimeUtc).Max();
}
