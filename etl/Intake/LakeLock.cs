using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>Another process is doing what this one was asked to do.</summary>
public sealed class LakeLockedException(string what, string path) : IOException(
    $"Another process is at work on {what} in this data folder (lock {path}). Wait until it is done, or stop it, and try again.");

/// <summary>The right to write one part of the lake, held by one process at a time.</summary>
/// <remarks>The lock is the operating system's on an open file: it ends with the process, however that ends.</remarks>
public sealed class LakeLock : IDisposable
{
    readonly FileStream file;

    LakeLock(FileStream file) => this.file = file;

    /// <summary>Takes a lock.</summary>
    /// <param name="what">What is done under it, for instance <c>ingest</c>; names the file.</param>
    /// <exception cref="LakeLockedException">A living process holds it.</exception>
    public static LakeLock Take(string dataFolder, string what)
    {
        var folder = Path.Combine(dataFolder, "lake");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, what + ".lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new(file);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new LakeLockedException(what, path);
        }
    }

    public void Dispose() => file.Dispose();
}
