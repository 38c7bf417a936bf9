using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.FlatFiles;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>One run of <see cref="Ingest"/> under its lock.</summary>
sealed class Run(IngestRequest request, IntakeSettings settings, TimeProvider clock)
{
    readonly List<FileResult> results = [];
    readonly Dictionary<string, BatchManifest> known = Known(request.DataFolder);
    readonly string inbox = Path.GetFullPath(Lake.Inbox(request.DataFolder));
    long sequence = Lake.Sequence(request.DataFolder);

    internal IReadOnlyList<FileResult> All(CancellationToken cancel)
    {
        var group = new List<ReceivedFile>();
        long bytes = 0;
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in Expand(request.Paths))
        {
            order.TryAdd(path, order.Count);
            cancel.ThrowIfCancellationRequested();
            if (request.Posted is null && (Directory.Exists(path) || path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)))
            {
                // In the order of the paths, so that the sequence of batches does not depend on their kinds.
                if (group.Count > 0) Take(group);
                (group, bytes) = ([], 0);
                TakeSubmission(path);
                continue;
            }
            if (request.Posted is null && CvrsLayout.IsAt(path))
            {
                if (group.Count > 0) Take(group);
                (group, bytes) = ([], 0);
                TakeCvrs(path);
                continue;
            }
            if (Look(path) is not { } file) continue;
            if (group.Count > 0 && (bytes + file.Bytes > settings.BytesPerPart || group.Count == Ingest.FilesPerBatch))
            {
                Take(group);
                (group, bytes) = ([], 0);
            }
            group.Add(file);
            bytes += file.Bytes;
        }
        if (group.Count > 0) Take(group);
        // A file that was known before is answered at once, one that shares a batch when that is committed.
        return [.. results.OrderBy(result => order.TryGetValue(result.Path, out var at) ? at
            : order.GetValueOrDefault(Path.GetDirectoryName(result.Path) ?? "", int.MaxValue))];
    }

    static Dictionary<string, BatchManifest> Known(string dataFolder)
    {
        var known = new Dictionary<string, BatchManifest>(StringComparer.Ordinal);
        foreach (var batch in Lake.Batches(dataFolder))
            foreach (var file in batch.Files) known.TryAdd(file.Sha256, batch);
        return known;
    }

    /// <summary>Files in a stable order; a folder stands for all files in it, or for one flat submission.</summary>
    static IEnumerable<string> Expand(IEnumerable<string> paths)
    {
        foreach (var given in paths)
        {
            var path = Path.TrimEndingDirectorySeparator(given);
            if (!Directory.Exists(path) || Submission.IsAt(path))
            {
                yield return path;
                continue;
            }
            var inside = Directory.EnumerateFileSystemEntries(path)
                .Where(entry => !Path.GetFileName(entry).StartsWith('.') && !entry.EndsWith(".tmp", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
            foreach (var entry in Expand(inside)) yield return entry;
        }
    }

    /// <summary>Reads a file once for its hash; null where there is nothing to take in, which is a result of its own.</summary>
    ReceivedFile? Look(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".json" or ".parquet" or ".xlsx" or ".pdf")
        {
            Remember(new(path, FileOutcome.Failed, 0, 0, 0, 0, 0, $"not HL7; tables are taken in as a folder with {Submission.Marker} beside them"));
            return null;
        }
        try
        {
            var posted = request.Posted?.GetValueOrDefault(path);
            var file = ReceivedFile.Of(path, posted is null ? SenderOf(path) : posted.Sender, posted?.ReceivedAt ?? clock.GetUtcNow(), Ingest.LargestFile, settings.MostUnpacked)
                with { Posts = posted?.Posts, Corrects = request.Corrects };
            if (!known.TryGetValue(file.Sha256, out var batch)) return file;
            Remember(new(path, FileOutcome.Known, 0, 0, 0, 0, batch.Sequence, $"in batch {batch.Sequence}"));
            Clear(path);
        }
        catch (Exception error) when (IsOfTheFile(error))
        {
            Remember(new(path, FileOutcome.Failed, 0, 0, 0, 0, 0, error.Message));
        }
        return null;
    }

    string? SenderOf(string path)
    {
        if (request.Sender is not null) return request.Sender;
        var full = Path.GetFullPath(path);
        if (!full.StartsWith(inbox + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        var below = full[(inbox.Length + 1)..].Split(Path.DirectorySeparatorChar);
        return below.Length > 1 ? below[0] : null;
    }

    void Take(List<ReceivedFile> group)
    {
        // The same bytes under two names in one group are one file too.
        var distinct = group.DistinctBy(file => file.Sha256).ToList();
        BatchManifest batch;
        try
        {
            batch = new BatchWriter(request.DataFolder, sequence + 1, distinct, settings, clock, request.AckFolder).Write();
        }
        catch (Exception error) when (IsOfTheFile(error))
        {
            foreach (var file in group) Remember(new(file.Path, FileOutcome.Failed, 0, 0, 0, 0, 0, error.Message));
            return;
        }
        sequence++;
        foreach (var file in group)
        {
            var entry = batch.Files.First(taken => taken.Sha256 == file.Sha256);
            Remember(known.TryAdd(file.Sha256, batch)
                ? new(file.Path, FileOutcome.Taken, entry.Received, entry.Accepted, entry.Warned, entry.Rejected, batch.Sequence, entry.Notes.Count > 0 ? string.Join("; ", entry.Notes) : null)
                : new(file.Path, FileOutcome.Known, 0, 0, 0, 0, batch.Sequence, $"in batch {batch.Sequence}"));
            Clear(file.Path);
        }
    }

    void TakeSubmission(string path)
    {
        var temporary = Path.Combine(request.DataFolder, "lake", "unpacked.tmp");
        try
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            var submission = Submission.Read(Directory.Exists(path) ? path : Submission.Unpack(path, temporary));
            Take(path, submission, submission.Files.Select(file => file.Path).Append(Path.Combine(submission.Folder, Submission.Marker)));
        }
        catch (Exception error) when (IsOfTheFile(error))
        {
            Remember(new(path, FileOutcome.Failed, 0, 0, 0, 0, 0, error.Message));
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>A file in CDC's layout stands alone; its sender must be named from outside.</summary>
    void TakeCvrs(string path)
    {
        try
        {
            if (SenderOf(path) is { } sender) Take(path, CvrsLayout.Submission(path, sender), [path]);
            else Remember(new(path, FileOutcome.Failed, 0, 0, 0, 0, 0, "the file names no sender: name one, or put it into a folder of the sender's in the inbox"));
        }
        catch (Exception error) when (IsOfTheFile(error))
        {
            Remember(new(path, FileOutcome.Failed, 0, 0, 0, 0, 0, error.Message));
        }
    }

    void Take(string path, Submission submission, IEnumerable<string> paths)
    {
        var at = clock.GetUtcNow();
        var files = paths.Select(file => ReceivedFile.Of(file, submission.Sender, at, Ingest.LargestFile, settings.MostUnpacked)).ToList();
        if (files.All(file => known.ContainsKey(file.Sha256)))
        {
            var before = known[files[^1].Sha256];
            Remember(new(path, FileOutcome.Known, 0, 0, 0, 0, before.Sequence, $"in batch {before.Sequence}"));
        }
        else
        {
            var batch = new FlatBatch(request.DataFolder, sequence + 1, submission, files, settings, clock).Write();
            sequence++;
            foreach (var (file, entry) in files.Zip(batch.Files))
            {
                known.TryAdd(file.Sha256, batch);
                var reason = entry.Notes.Count > 0 ? string.Join("; ", entry.Notes) : null;
                if (entry.Received > 0 || reason is not null)
                    Remember(new(Directory.Exists(path) ? Path.Combine(path, file.Name) : path, FileOutcome.Taken, entry.Received, entry.Accepted, entry.Warned, entry.Rejected, batch.Sequence, reason));
            }
        }
        Clear(path);
    }

    /// <summary>True for what is wrong with a file or the disk: a result. Anything else is a fault of the program.</summary>
    static bool IsOfTheFile(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException or DuckDbException;

    /// <summary>Removes a file from the inbox; its bytes are in the archive.</summary>
    void Clear(string path)
    {
        if (!Path.GetFullPath(path).StartsWith(inbox + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return;
        Durable.Delete(path);
    }

    void Remember(FileResult result)
    {
        results.Add(result);
        request.OnFile?.Invoke(result);
    }
}
