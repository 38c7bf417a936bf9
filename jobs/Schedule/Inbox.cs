namespace RegistryAnalytics.Jobs.Schedule;

/// <summary>What lies in the inbox. A file or folder is ready when nothing in it changed for a while: whoever writes it is done.</summary>
public static class Inbox
{
    /// <summary>How long an entry must have been left alone.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>The most entries of one sweep; the next sweep takes the rest.</summary>
    public const int MostAtOnce = 200;

    /// <summary>The folder.</summary>
    public static string Of(string dataFolder) => Path.Combine(dataFolder, "inbox");

    /// <summary>How many files and folders wait, ready or not.</summary>
    public static int Waiting(string dataFolder) => Entries(Of(dataFolder)).Count();

    /// <summary>Full paths of the entries that are ready, in the order of their names.</summary>
    public static IReadOnlyList<string> Ready(string dataFolder, DateTimeOffset now) =>
        [.. Entries(Of(dataFolder)).Where(entry => now - LastChange(entry) >= Quiet)
            .Select(entry => entry.FullName).Order(StringComparer.Ordinal).Take(MostAtOnce)];

    private static IEnumerable<FileSystemInfo> Entries(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !IsUnfinished(entry.Name)) : [];

    /// <summary>Names by which copying programs say that they are not done.</summary>
    private static bool IsUnfinished(string name) => name.StartsWith('.')
        || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".partial", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset LastChange(FileSystemInfo entry) => entry is DirectoryInfo folder
        ? folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(inner => inner.LastWriteTimeUtc).Append(folder.LastWriteTimeUtc).Max()
        : entry.LastWriteTimeUtc;
}
