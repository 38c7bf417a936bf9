using System.Runtime.InteropServices;
using System.Text;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>File operations whose effect is still there after the power fails.</summary>
public static class Durable
{
    static readonly AsyncLocal<Action<string>?> step = new();

    /// <summary>Called before every write, rename and sync, by tests that break off at each one. Null otherwise.</summary>
    /// <remarks>Flows to the threads that the caller starts and to no one else's.</remarks>
    internal static Action<string>? Step
    {
        get => step.Value;
        set => step.Value = value;
    }

    /// <summary>Says that a write, rename, sync or deletion comes now.</summary>
    internal static void At(string what) => step.Value?.Invoke(what);

    /// <summary>Brings a file's content to the disk.</summary>
    public static void Sync(string path)
    {
        At("sync " + Path.GetFileName(path));
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Brings the names in a folder to the disk. Windows keeps them with the file itself.</summary>
    public static void SyncFolder(string folder)
    {
        At("sync folder " + Path.GetFileName(folder));
        if (OperatingSystem.IsWindows()) return;
        var handle = Unix.open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (handle < 0) throw new IOException($"Opening the folder {folder} to bring it to the disk failed with error {Marshal.GetLastPInvokeError()}.");
        var failed = Unix.fsync(handle);
        var error = Marshal.GetLastPInvokeError();
        if (Unix.close(handle) != 0 || failed != 0)
            throw new IOException($"Bringing the folder {folder} to the disk failed with error {error}; look at the disk.");
    }

    /// <summary>Gives a finished file its name; what had the name before is replaced at one stroke.</summary>
    public static void Rename(string from, string to)
    {
        At("rename " + Path.GetFileName(to));
        File.Move(from, to, overwrite: true);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Deletes a file or a folder with all that is in it; nothing where it is gone already.</summary>
    public static void Delete(string path)
    {
        At("delete " + Path.GetFileName(path));
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    /// <summary>Writes a whole file so that it is there entirely or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        At("write " + Path.GetFileName(path));
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        Rename(temporary, path);
    }

    static class Unix
    {
        [DllImport("libc", SetLastError = true)]
        internal static extern int open(byte[] path, int flags);

        [DllImport("libc", SetLastError = true)]
        internal static extern int fsync(int handle);

        [DllImport("libc", SetLastError = true)]
        internal static extern int close(int handle);
    }
}
