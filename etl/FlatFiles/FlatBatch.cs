using System.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Intake;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Writes the batch of one flat submission, file after file, in parts of bounded size.</summary>
sealed class FlatBatch(string dataFolder, long sequence, Submission submission, IReadOnlyList<ReceivedFile> files, IntakeSettings settings, TimeProvider clock)
{
    readonly SortedDictionary<string, (long Rows, List<string> Files)> tables = new(StringComparer.Ordinal);
    readonly StagedPart part = new();
    int partNumber;
    string folder = "";

    /// <summary>Writes the batch; the manifest comes last.</summary>
    internal BatchManifest Write()
    {
        var hash = BatchWriter.HashOf(files.Select(file => file.Sha256));
        folder = Lake.BatchFolder(dataFolder, sequence, hash);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var file in files) RawArchive.Store(dataFolder, file);
        var mapper = new FlatMapper(settings, CodeBook.Shipped, submission.Sender, submission.SubmittedAt, files[0].ReceivedAt);
        using var parquet = new ParquetParts();
        part.Begin(sequence, partNumber);
        var entries = new List<BatchFile>();
        foreach (var file in files)
        {
            var counts = new FileCounts();
            var notes = new List<string>();
            var spec = submission.Files.FirstOrDefault(taken => Path.GetFileName(taken.Path) == file.Name).Spec;
            if (spec is null) notes.AddRange(submission.Notes);
            else ReadFile(file, spec, mapper, parquet, counts, notes);
            entries.Add(new(file.Name, file.Sha256, file.Bytes, submission.Sender, file.ReceivedAt, counts.Received, counts.Accepted, counts.Warned, counts.Rejected, notes));
        }
        Flush(parquet);
        Durable.SyncFolder(folder);
        var manifest = new BatchManifest(sequence, sequence, hash, submission.Kind, clock.GetUtcNow(), partNumber, entries,
            tables.ToDictionary(table => table.Key, table => new BatchTable(table.Value.Rows, table.Value.Files)))
        { Folder = folder };
        Durable.Write(Path.Combine(folder, BatchManifest.FileName), manifest.ToJson());
        Durable.SyncFolder(Path.GetDirectoryName(folder)!);
        return manifest;
    }

    void ReadFile(ReceivedFile file, FlatSpec spec, FlatMapper mapper, ParquetParts parquet, FileCounts counts, List<string> notes)
    {
        using var stream = file.Open();
        var reader = new DelimitedReader(stream, SeparatorOf(file));
        if (!reader.Read()) { notes.Add("the file is empty"); return; }
        var header = Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i])).ToList();
        var table = new FlatTable(spec, header, submission.Renames.GetValueOrDefault(spec.File));
        if (table.Unknown.Count > 0) notes.Add($"columns kept out, no one knows them: {string.Join(", ", table.Unknown)}");
        if (table.Missing.Count > 0)
        {
            notes.Add($"not taken in: the columns {string.Join(", ", table.Missing)} are required; a mapping.json renames columns");
            return;
        }
        mapper.Begin(table, file.Name, part);
        while (reader.Read())
        {
            if (part.Message.Rows.Count >= settings.MessagesPerPart)
            {
                Flush(parquet);
                mapper.Into(part);
            }
            counts.Add(mapper.Map(reader, file.Sha256));
        }
    }

    void Flush(ParquetParts parquet)
    {
        if (part.Message.Rows.Count == 0) return;
        foreach (var (table, rows, name) in parquet.Write(part, folder, $"{partNumber:D5}"))
        {
            if (!tables.TryGetValue(table, out var known)) known = (0, []);
            Durable.Sync(Path.Combine(folder, name));
            known.Files.Add(name);
            tables[table] = (known.Rows + rows, known.Files);
        }
        part.Begin(sequence, ++partNumber);
    }

    static byte SeparatorOf(ReceivedFile file)
    {
        using var stream = file.Open();
        var head = new byte[8192];
        var n = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var line = head.AsSpan(0, n);
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        if (end >= 0) line = line[..end];
        return line.Count((byte)'\t') > line.Count((byte)',') ? (byte)'\t' : (byte)',';
    }
}
