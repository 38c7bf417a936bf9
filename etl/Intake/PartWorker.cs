using System.Buffers;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>What one part gave.</summary>
/// <param name="Counts">For each file of the batch that the part touches.</param>
/// <param name="Members">Archive members with their file, in order.</param>
/// <param name="Written">Parquet files.</param>
/// <param name="Acks">Acknowledgements with their file, in order; empty where none are wanted.</param>
/// <param name="Marks">Lines of the batch protocol and ends of stretches with their file, in order.</param>
sealed record PartResult(
    int Number, IReadOnlyDictionary<int, FileCounts> Counts, IReadOnlyList<(int File, ArchiveMember Member)> Members,
    IReadOnlyList<(string Table, long Rows, string File)> Written, IReadOnlyList<(int File, byte[] Text, long Messages)> Acks,
    IReadOnlyList<(int File, EnvelopeMark Mark)> Marks);

/// <summary>Messages of one file: received = accepted + rejected.</summary>
sealed class FileCounts
{
    internal long Accepted { get; private set; }
    internal long Warned { get; private set; }
    internal long Rejected { get; private set; }
    internal long Received => Accepted + Rejected;

    internal void Add(Outcome outcome)
    {
        if (outcome == Outcome.Rejected) Rejected++;
        else Accepted++;
        if (outcome == Outcome.Warned) Warned++;
    }

    internal void Add(FileCounts other)
    {
        Accepted += other.Accepted;
        Warned += other.Warned;
        Rejected += other.Rejected;
    }
}

/// <summary>Maps, packs and writes parts, one after the other, on a thread of its own.</summary>
sealed class PartWorker(IReadOnlyList<ReceivedFile> files, long sequence, string folder, IntakeSettings settings, CodeBook codes, bool answer) : IDisposable
{
    readonly MessageMapper mapper = new(settings, codes);
    readonly StagedPart staged = new();
    readonly ParquetParts parquet = new();
    readonly AckWriter acks = new(settings.Warnings, codes);
    readonly ArrayBufferWriter<byte> answers = new();
    readonly List<(string, long, string)> written = [];
    readonly List<(int, EnvelopeMark)> marks = [];
    int pieces;
    readonly MessageSource[] sources = [.. files.Select(file => new MessageSource(file.Sender, file.Sha256, file.ReceivedAt))];

    internal PartResult Work(RawPart part)
    {
        staged.Begin(sequence, part.Number);
        written.Clear();
        pieces = 0;
        var counts = new Dictionary<int, FileCounts>();
        var members = new List<(int, ArchiveMember)>();
        var answered = new List<(int, byte[], long)>();
        marks.Clear();
        foreach (var slice in part.Slices)
        {
            if (!counts.TryGetValue(slice.File, out var count)) counts.Add(slice.File, count = new());
            var before = count.Received;
            answers.ResetWrittenCount();
            if (slice.Kind == SliceKind.Messages) Map(part, slice, count);
            else if (slice.TooLongFrom >= 0)
            {
                var length = slice.FileOffset + slice.Length - slice.TooLongFrom;
                Count(mapper.RefuseTooLong(slice.TooLongFrom, length, sources[slice.File], staged), sources[slice.File], count);
                marks.Add((slice.File, new(1, ' ', -1)));
            }
            if (answers.WrittenCount > 0) answered.Add((slice.File, answers.WrittenSpan.ToArray(), count.Received - before));
            foreach (var member in RawArchive.Pack(part.Buffer.AsSpan(slice.Start, slice.Length), slice.FileOffset)) members.Add((slice.File, member));
        }
        return new(part.Number, counts, members, WriteRest(part.Number), answered, [.. marks]);
    }

    /// <summary>Writes what is held; a part that is written in several pieces gets a number a piece.</summary>
    List<(string, long, string)> WriteRest(int number)
    {
        written.AddRange(parquet.Write(staged, folder, pieces == 0 ? $"{number:D5}" : $"{number:D5}-{pieces:D4}"));
        pieces++;
        return [.. written];
    }

    public void Dispose() => parquet.Dispose();

    void Map(RawPart part, in Slice slice, FileCounts count)
    {
        if (files[slice.File].Posts is not { } posts)
        {
            Map(part, slice, 0, slice.Length, sources[slice.File], count);
            return;
        }
        var post = posts.At(slice.FileOffset);
        for (var at = 0; at < slice.Length; post++)
        {
            var end = (int)Math.Min(slice.Length, posts.EndOf(post) - slice.FileOffset);
            Map(part, slice, at, end, new(files[slice.File].Sender, files[slice.File].Sha256, posts.ReceivedAt(post)), count);
            at = end;
        }
    }

    /// <summary>Maps the messages between two places of a slice.</summary>
    void Map(RawPart part, in Slice slice, int from, int to, MessageSource source, FileCounts count)
    {
        var before = count.Received;
        var scanner = new MessageScanner(part.Buffer.AsSpan(slice.Start + from, to - from));
        while (scanner.Next(out var piece))
        {
            var inBuffer = piece with { Start = slice.Start + from + piece.Start };
            if (piece.Kind == PieceKind.Envelope)
            {
                marks.Add((slice.File, EnvelopeMark.Of(part.Buffer.AsSpan(inBuffer.Start, inBuffer.Length), count.Received - before)));
                before = count.Received;
                continue;
            }
            Count(mapper.Map(part.Buffer, inBuffer, slice.FileOffset + from + piece.Start, source, staged), source, count);
            if (staged.Issue.Rows.Count < settings.MostRowsHeld && staged.Dose.Rows.Count < settings.MostRowsHeld
                && staged.Observation.Rows.Count < settings.MostRowsHeld && staged.Identifier.Rows.Count < settings.MostRowsHeld) continue;
            WriteRest(part.Number);
            staged.Continue();
        }
        marks.Add((slice.File, new(count.Received - before, ' ', -1)));
    }

    void Count(Outcome outcome, MessageSource source, FileCounts count)
    {
        count.Add(outcome);
        if (answer) acks.Write(mapper, staged, source, outcome, answers);
    }
}
