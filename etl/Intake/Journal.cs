using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>
/// Posted messages on their way into the lake. What <see cref="Append"/> has returned from is on the disk and survives a kill;
/// many callers share one sync. Segments are sealed by size or age and taken in as batches, so the lake gets no small files.
/// </summary>
/// <remarks>
/// A record is: length of the message, length of the sender's name, checksum (8 bytes), sender, message. A record that is cut
/// or does not match its checksum was never answered: reading stops there. Safe for use by many threads.
/// </remarks>
public sealed class Journal : IDisposable
{
    const int HeaderBytes = 16;
    const string Open = ".journal";
    const string Sealed = ".sealed";

    readonly string dataFolder;
    readonly TimeProvider clock;
    readonly long sealBytes;
    readonly TimeSpan sealAge;
    readonly Lock writing = new();
    readonly object syncing = new();
    FileStream? file;
    string path = "";
    long written;
    long synced;
    bool isSyncing;
    DateTimeOffset begun;
    long segment;

    Journal(string dataFolder, TimeProvider clock, long sealBytes, TimeSpan sealAge) =>
        (this.dataFolder, this.clock, this.sealBytes, this.sealAge) = (dataFolder, clock, sealBytes, sealAge);

    /// <summary>Opens the journal; what a killed process left is sealed, to be taken in.</summary>
    /// <param name="sealBytes">A segment of so many bytes is sealed.</param>
    /// <param name="sealAge">A segment of such an age is sealed by the next append or <see cref="SealNow"/>; null = 60 seconds.</param>
    public static Journal OpenAt(string dataFolder, TimeProvider clock, long sealBytes = 16 << 20, TimeSpan? sealAge = null)
    {
        var folder = Lake.Journal(dataFolder);
        Directory.CreateDirectory(folder);
        var journal = new Journal(dataFolder, clock, sealBytes, sealAge ?? TimeSpan.FromSeconds(60));
        foreach (var left in Directory.EnumerateFiles(folder, "*" + Open).Order(StringComparer.Ordinal).ToList())
            Durable.Rename(left, Path.ChangeExtension(left, Sealed));
        journal.segment = Directory.EnumerateFiles(folder, "*" + Sealed)
            .Select(name => long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        return journal;
    }

    /// <summary>Segments that wait to be taken in.</summary>
    public int Waiting => Directory.EnumerateFiles(Lake.Journal(dataFolder), "*" + Sealed).Count();

    /// <summary>Writes one message, or one batch of them, and returns when it is on the disk.</summary>
    /// <param name="sender">Who posted it, known by its key.</param>
    /// <exception cref="IOException">The disk refused it: the sender must not be told that it was taken.</exception>
    public void Append(ReadOnlySpan<byte> message, string sender)
    {
        var name = Encoding.UTF8.GetBytes(sender);
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], Checksum(message, name));
        long mine;
        FileStream target;
        lock (writing)
        {
            if (file is not null && (written >= sealBytes || clock.GetUtcNow() - begun >= sealAge)) Seal();
            if (file is null) Begin();
            target = file!;
            target.Write(header);
            target.Write(name);
            target.Write(message);
            written += HeaderBytes + name.Length + message.Length;
            mine = written;
        }
        WaitForSync(target, mine);
    }

    /// <summary>Seals the segment at hand if it is old enough, or in any case.</summary>
    public void SealNow(bool evenIfYoung = true)
    {
        lock (writing)
        {
            if (file is not null && (evenIfYoung || clock.GetUtcNow() - begun >= sealAge)) Seal();
        }
    }

    /// <summary>Takes sealed segments into the lake, each sender's messages as one file, and deletes a segment once they are in.</summary>
    /// <exception cref="LakeLockedException">Another process is taking files in; the segments wait.</exception>
    public IReadOnlyList<FileResult> TakeIn(IntakeSettings? settings = null)
    {
        var results = new List<FileResult>();
        var folder = Path.Combine(Lake.Journal(dataFolder), "unpacked.tmp");
        foreach (var name in Directory.EnumerateFiles(Lake.Journal(dataFolder), "*" + Sealed).Order(StringComparer.Ordinal).ToList())
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            var taken = true;
            foreach (var (sender, posted) in Unpack(name, folder))
            {
                var outcome = Ingest.Run(new(dataFolder, [posted]) { Sender = sender, Settings = settings }, clock);
                results.AddRange(outcome);
                taken &= outcome.All(result => result.Outcome != FileOutcome.Failed);
            }
            Directory.Delete(folder, recursive: true);
            if (taken) File.Delete(name);
        }
        return results;
    }

    /// <summary>The records of a segment, in order, up to the first that is not whole.</summary>
    public static IEnumerable<(string Sender, byte[] Message)> Read(string segment)
    {
        using var stream = new FileStream(segment, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderBytes];
        while (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
            if (length < 0 || nameLength < 0 || length + (long)nameLength > stream.Length - stream.Position) yield break;
            var name = new byte[nameLength];
            var message = new byte[length];
            stream.ReadExactly(name);
            stream.ReadExactly(message);
            if (Checksum(message, name) != BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8))) yield break;
            yield return (Encoding.UTF8.GetString(name), message);
        }
    }

    public void Dispose()
    {
        lock (writing)
        {
            if (file is not null) Seal();
        }
    }

    void Begin()
    {
        path = Path.Combine(Lake.Journal(dataFolder), string.Create(CultureInfo.InvariantCulture, $"{++segment:D12}{Open}"));
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        Durable.SyncFolder(Lake.Journal(dataFolder));
        begun = clock.GetUtcNow();
        written = 0;
        lock (syncing) synced = 0;
    }

    /// <summary>Ends the segment: everything in it on the disk, everyone who waits for it let go. Under the writing lock.</summary>
    void Seal()
    {
        var ending = file!;
        lock (syncing)
        {
            while (isSyncing) Monitor.Wait(syncing);
            Durable.Step?.Invoke("sync journal");
            ending.Flush(flushToDisk: true);
            synced = long.MaxValue;
            Monitor.PulseAll(syncing);
        }
        ending.Dispose();
        file = null;
        Durable.Rename(path, Path.ChangeExtension(path, Sealed));
    }

    /// <summary>Waits until a position is on the disk. The first to wait syncs for all that have been written by then.</summary>
    void WaitForSync(FileStream target, long position)
    {
        while (true)
        {
            lock (syncing)
            {
                while (isSyncing) Monitor.Wait(syncing);
                if (file != target || synced >= position) return;
                isSyncing = true;
            }
            long through = 0;
            try
            {
                // Buffered bytes are handed over under the writing lock; the sync itself lets others write on.
                lock (writing)
                {
                    if (file != target) return;
                    target.Flush();
                    through = written;
                }
                Durable.Step?.Invoke("sync journal");
                RandomAccess.FlushToDisk(target.SafeFileHandle);
            }
            finally
            {
                lock (syncing)
                {
                    isSyncing = false;
                    if (file == target) synced = Math.Max(synced, through);
                    Monitor.PulseAll(syncing);
                }
            }
        }
    }

    static long Checksum(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name) => ContentHash.Of(message) ^ (ContentHash.Of(name) << 1);

    /// <summary>One file a sender, in the order in which senders first posted.</summary>
    static List<(string Sender, string Path)> Unpack(string segment, string folder)
    {
        var files = new Dictionary<string, (string Path, FileStream Stream)>(StringComparer.Ordinal);
        var order = new List<(string, string)>();
        try
        {
            foreach (var (sender, message) in Read(segment))
            {
                if (!files.TryGetValue(sender, out var to))
                {
                    var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"post-{Path.GetFileNameWithoutExtension(segment)}-{files.Count + 1}.hl7"));
                    to = (path, new FileStream(path, FileMode.Create, FileAccess.Write));
                    files.Add(sender, to);
                    order.Add((sender, path));
                }
                to.Stream.Write(message);
                to.Stream.WriteByte((byte)'\r');
            }
        }
        finally
        {
            foreach (var (_, stream) in files.Values) stream.Dispose();
        }
        return order;
    }
}
