using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Intake.Posts;

/// <summary>
/// Posted messages on their way into the lake. What <see cref="AppendAsync"/> has ended for is on the disk and survives a kill;
/// all who come during a sync share the next one. Segments are sealed by size or age and taken in as batches, so the lake gets
/// no small files.
/// </summary>
/// <remarks>Safe for use by many threads. One process at a time holds the journal of a data folder.</remarks>
public sealed class Journal : IDisposable
{
    const string Open = ".journal";
    const string Sealed = ".sealed";
    const int KeptBuffer = 4 << 20;

    readonly string dataFolder;
    readonly string folder;
    readonly TimeProvider clock;
    readonly long sealBytes;
    readonly TimeSpan sealAge;
    readonly DataLock held;
    readonly Lock adding = new();
    readonly Lock segmentGate = new();
    readonly Lock takingIn = new();
    readonly AutoResetEvent wake = new(false);
    readonly Thread committing;
    ArrayBufferWriter<byte> filling = new();
    ArrayBufferWriter<byte> leaving = new();
    List<TaskCompletionSource> waiting = [];
    bool ended;
    SafeFileHandle? file;
    string path = "";
    long length;
    DateTimeOffset begun;
    long segment;

    Journal(string dataFolder, TimeProvider clock, long sealBytes, TimeSpan sealAge)
    {
        (this.dataFolder, this.clock, this.sealBytes, this.sealAge) = (dataFolder, clock, sealBytes, sealAge);
        folder = Lake.Journal(dataFolder);
        held = DataLock.Take(dataFolder, "journal");
        Directory.CreateDirectory(folder);
        SealLeft();
        committing = new Thread(CommitAll) { IsBackground = true, Name = "journal" };
        committing.Start();
    }

    /// <summary>Opens the journal; what a killed process left is sealed, to be taken in.</summary>
    /// <param name="sealBytes">A segment of so many bytes is sealed.</param>
    /// <param name="sealAge">A segment of such an age is sealed by the next append or <see cref="SealNow"/>; null = 60 seconds.</param>
    /// <exception cref="DataLockedException">Another process takes posts into this data folder.</exception>
    public static Journal OpenAt(string dataFolder, TimeProvider clock, long sealBytes = 16 << 20, TimeSpan? sealAge = null) =>
        new(dataFolder, clock, sealBytes, sealAge ?? TimeSpan.FromSeconds(60));

    /// <summary>Segments that wait to be taken in.</summary>
    public int Waiting => SealedSegments().Count;

    /// <summary>Writes one message, or one batch of them; ends when it is on the disk.</summary>
    /// <param name="sender">Who posted it, known by its key; empty = MSH-4 of each message.</param>
    /// <param name="receivedAt">Stored as the time of receipt, whole microseconds.</param>
    /// <exception cref="IOException">The disk refused it: the sender must not be told that it was taken.</exception>
    public Task AppendAsync(ReadOnlySpan<byte> message, string sender, DateTimeOffset receivedAt)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (adding)
        {
            ObjectDisposedException.ThrowIf(ended, this);
            JournalSegment.Write(filling, message, sender, receivedAt);
            waiting.Add(done);
            // Under the lock, so that it is not gone yet.
            wake.Set();
        }
        return done.Task;
    }

    /// <summary>Seals the segment at hand if it is large or old enough, or in any case.</summary>
    public void SealNow(bool evenIfYoung = true)
    {
        lock (segmentGate)
        {
            if (file is not null && (evenIfYoung || IsDue())) Seal();
        }
    }

    /// <summary>Takes sealed segments into the lake, each as one batch with a file a sender, and deletes a segment once it is in.</summary>
    /// <exception cref="DataLockedException">Another process is taking files in; the segments wait.</exception>
    public IReadOnlyList<FileResult> TakeIn(IntakeSettings? settings = null, CancellationToken cancel = default)
    {
        lock (takingIn)
        {
            lock (segmentGate) SealLeft();
            var results = new List<FileResult>();
            var unpacked = Path.Combine(folder, "unpacked.tmp");
            foreach (var name in SealedSegments())
            {
                cancel.ThrowIfCancellationRequested();
                if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
                Directory.CreateDirectory(unpacked);
                var files = JournalSegment.Unpack(name, unpacked);
                var outcome = Ingest.Run(
                    new(dataFolder, [.. files.Select(posted => posted.Path)]) { Posted = files.ToDictionary(posted => posted.Path), Settings = settings }, clock, cancel);
                results.AddRange(outcome);
                Directory.Delete(unpacked, recursive: true);
                if (outcome.All(result => result.Outcome != FileOutcome.Failed)) Durable.Delete(name);
            }
            return results;
        }
    }

    /// <summary>The records of a segment, in order, up to the first that is not whole.</summary>
    public static IEnumerable<JournalRecord> Read(string segment) => JournalSegment.Read(segment);

    /// <summary>Writes what waits, seals the segment and lets the journal go.</summary>
    public void Dispose()
    {
        lock (adding)
        {
            if (ended) return;
            ended = true;
        }
        wake.Set();
        committing.Join();
        SealNow();
        held.Dispose();
        wake.Dispose();
    }

    void CommitAll()
    {
        while (true)
        {
            wake.WaitOne();
            // Asked before the last commit, so that nothing that was added before the end is left.
            bool last;
            lock (adding) last = ended;
            Commit();
            if (last) return;
        }
    }

    /// <summary>Writes all that came since the last time with one sync, and tells those who wait for it.</summary>
    void Commit()
    {
        List<TaskCompletionSource> told;
        lock (adding)
        {
            if (waiting.Count == 0) return;
            (filling, leaving) = (leaving, filling);
            (told, waiting) = (waiting, []);
        }
        try
        {
            lock (segmentGate) WriteOut(leaving.WrittenSpan);
            foreach (var one in told) one.SetResult();
        }
        catch (Exception error)
        {
            // Whoever posted is told; the journal goes on with a new segment.
            foreach (var one in told) one.SetException(error);
        }
        if (leaving.Capacity > KeptBuffer) leaving = new();
        else leaving.ResetWrittenCount();
    }

    void WriteOut(ReadOnlySpan<byte> records)
    {
        if (file is not null && IsDue()) Seal();
        if (file is null) Begin();
        try
        {
            Durable.At("write journal");
            RandomAccess.Write(file!, records, length);
            length += records.Length;
            Durable.At("sync journal");
            RandomAccess.FlushToDisk(file!);
        }
        catch
        {
            // Half a record may stand at the end: nothing that comes after it would be read.
            Leave();
            throw;
        }
    }

    bool IsDue() => length >= sealBytes || clock.GetUtcNow() - begun >= sealAge;

    void Begin()
    {
        begun = clock.GetUtcNow();
        // By time, so that a name is not used again after a restart; never twice in the same millisecond.
        segment = Math.Max(segment + 1, begun.ToUnixTimeMilliseconds());
        path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{segment:D15}{Open}"));
        Durable.At("begin journal");
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        length = 0;
        Durable.SyncFolder(folder);
    }

    /// <summary>Ends the segment: all in it is on the disk already, it gets its last name.</summary>
    void Seal()
    {
        Leave();
        Durable.Rename(path, Path.ChangeExtension(path, Sealed));
    }

    void Leave()
    {
        file!.Dispose();
        file = null;
    }

    /// <summary>Seals what a killed process, or a segment that could not be written, left open.</summary>
    void SealLeft()
    {
        foreach (var left in Directory.EnumerateFiles(folder, "*" + Open).Order(StringComparer.Ordinal).ToList())
            if (file is null || left != path) Durable.Rename(left, Path.ChangeExtension(left, Sealed));
        segment = Math.Max(segment, SealedSegments()
            .Select(name => long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max());
    }

    List<string> SealedSegments() => [.. Directory.EnumerateFiles(folder, "*" + Sealed).Order(StringComparer.Ordinal)];
}
