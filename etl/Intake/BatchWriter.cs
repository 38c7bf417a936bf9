using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>Writes one batch of HL7 files: parts in parallel, archives in order, the manifest last.</summary>
sealed class BatchWriter(string dataFolder, long sequence, IReadOnlyList<ReceivedFile> files, IntakeSettings settings, TimeProvider clock, string? ackFolder = null)
{
    readonly Dictionary<int, PartResult> waiting = [];
    readonly FileCounts[] counts = [.. files.Select(_ => new FileCounts())];
    readonly Envelopes[] envelopes = [.. files.Select(_ => new Envelopes())];
    readonly AckFile?[] acks = new AckFile?[files.Count];
    readonly ArchiveWriter?[] archives = new ArchiveWriter?[files.Count];
    readonly SortedDictionary<string, (long Rows, List<string> Files)> tables = new(StringComparer.Ordinal);
    readonly List<Task> syncs = [];
    readonly Lock collecting = new();
    int collected;

    /// <summary>Writes the batch and returns its manifest.</summary>
    internal BatchManifest Write()
    {
        var hash = HashOf(files.Select(file => file.Sha256));
        var folder = Lake.BatchFolder(dataFolder, sequence, hash);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        try
        {
            // Every file has its archive, an empty one too.
            for (var i = 0; i < files.Count; i++) archives[i] = new(RawArchive.FileOf(dataFolder, files[i].Sha256, files[i].ReceivedAt));
            for (var i = 0; i < files.Count && ackFolder is not null; i++) acks[i] = new(ackFolder, $"{files[i].Name}.{files[i].Sha256[..8]}", files[i].ReceivedAt);
            WriteParts(folder);
            Task.WaitAll(syncs);
            foreach (var archive in archives) archive!.Commit();
            // Before the manifest: a crash in between repeats the batch and its answers, and none is ever missing.
            foreach (var ack in acks) ack?.Commit();
            Durable.SyncFolder(folder);
            var manifest = new BatchManifest(
                sequence, sequence, hash, "hl7", clock.GetUtcNow(), collected,
                [.. files.Select((file, i) => new BatchFile(
                    file.Name, file.Sha256, file.Bytes, file.Sender, file.ReceivedAt,
                    counts[i].Received, counts[i].Accepted, counts[i].Warned, counts[i].Rejected, envelopes[i].End(), Corrects: file.Corrects))],
                tables.ToDictionary(table => table.Key, table => new BatchTable(table.Value.Rows, table.Value.Files)))
            { Folder = folder };
            Durable.Write(Path.Combine(folder, BatchManifest.FileName), manifest.ToJson());
            Durable.SyncFolder(Path.GetDirectoryName(folder)!);
            return manifest;
        }
        finally
        {
            foreach (var archive in archives) archive?.Dispose();
            foreach (var ack in acks) ack?.Dispose();
        }
    }

    /// <summary>Names the content of a batch by the hashes of its files.</summary>
    internal static string HashOf(IEnumerable<string> sha256s) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', sha256s))));

    void WriteParts(string folder)
    {
        var total = files.Sum(file => file.Bytes);
        var cores = settings.Workers > 0 ? settings.Workers : Environment.ProcessorCount;
        var workers = (int)Math.Clamp(total / settings.BytesPerPart + 1, 1, cores);
        var capacity = (int)Math.Min(settings.BytesPerPart, total + 1); // one more than there is, so that the end is seen
        using var stop = new CancellationTokenSource();
        using var queue = new BlockingCollection<RawPart>(workers);
        using var free = new BlockingCollection<RawPart>();
        for (var i = 0; i < workers + 2; i++) free.Add(new RawPart(capacity));
        var codes = CodeBook.Shipped;
        var running = new Task[workers];
        for (var i = 0; i < workers; i++)
            running[i] = Task.Factory.StartNew(() => Run(folder, codes, queue, free, stop), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            using var reader = new PartReader(files, capacity, settings.MessagesPerPart);
            while (true)
            {
                var part = free.Take(stop.Token);
                if (!reader.Next(part)) break;
                queue.Add(part, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A worker failed: its own error is thrown below.
        }
        finally
        {
            queue.CompleteAdding();
            Task.WaitAll(running.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)).ToArray());
        }
        foreach (var task in running) task.GetAwaiter().GetResult();
    }

    void Run(string folder, CodeBook codes, BlockingCollection<RawPart> queue, BlockingCollection<RawPart> free, CancellationTokenSource stop)
    {
        try
        {
            using var worker = new PartWorker(files, sequence, folder, settings, codes, ackFolder is not null);
            foreach (var part in queue.GetConsumingEnumerable())
            {
                Collect(worker.Work(part), folder);
                free.Add(part);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    /// <summary>Takes results in the order of their parts, whichever worker is done first.</summary>
    void Collect(PartResult result, string folder)
    {
        lock (collecting)
        {
            waiting.Add(result.Number, result);
            while (waiting.Remove(collected, out var next))
            {
                foreach (var (file, count) in next.Counts) counts[file].Add(count);
                foreach (var (file, mark) in next.Marks) envelopes[file].See(mark);
                foreach (var (file, member) in next.Members) archives[file]!.Add(member);
                foreach (var (file, text, messages) in next.Acks) acks[file]!.Add(text, messages);
                foreach (var (table, rows, name) in next.Written)
                {
                    if (!tables.TryGetValue(table, out var known)) known = (0, []);
                    known.Files.Add(name);
                    tables[table] = (known.Rows + rows, known.Files);
                    // The disk works while the next part is mapped; all of it must be done before the manifest.
                    syncs.Add(Task.Run(() => Durable.Sync(Path.Combine(folder, name))));
                }
                collected++;
            }
        }
    }
}
