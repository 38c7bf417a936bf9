namespace RegistryAnalytics.Staging;

/// <summary>The lock of one kind of work on a data folder; the operating system drops it when its process dies.</summary>
public sealed class DataLock : IDisposable
{
    readonly FileStream file;

    DataLock(FileStream file) => this.file = file;

    /// <summary>Takes a lock, or says who holds it.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="work">ingest, journal, keys, link, decide or build; names the file.</param>
    /// <exception cref="DataLockedException">Another process holds it.</exception>
    public static DataLock Take(string dataFolder, string work)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, $".{work}.lock");
        try
        {
            return new DataLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            throw new DataLockedException(
                $"Another process is working on {work} in {dataFolder}. Wait until it has finished, or end it, and start again.", error);
        }
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Another process holds the lock that a command needs (exit code 3).</summary>
public sealed class DataLockedException(string message, Exception cause) : IOException(message, cause);
