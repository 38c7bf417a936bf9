using System.Buffers;
using System.Collections.Concurrent;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Etl.Intake.Posts;

/// <summary>The answer to a post.</summary>
/// <param name="Acknowledgement">An ACK message; for a batch, a batch of them in the order of its messages.</param>
/// <param name="Received">Messages in the post; 0 = nothing that could be one, and nothing was kept.</param>
public sealed record PostAnswer(byte[] Acknowledgement, int Received, int Accepted, int Rejected);

/// <summary>Takes posts: judges every message, keeps the bytes in the journal, and only then answers.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public sealed class PostedSubmissions(Journal journal, IntakeSettings settings, TimeProvider clock)
{
    // What judging a large post needed is not kept for small ones.
    const int LargestKeptDesk = 1 << 20;
    readonly ConcurrentBag<Desk> desks = [];

    /// <summary>What judging needs; one post at a time uses it.</summary>
    sealed class Desk(IntakeSettings settings)
    {
        internal MessageMapper Mapper { get; } = new(settings, CodeBook.Shipped);
        internal StagedPart Part { get; } = new();
        internal AckWriter Acks { get; } = new(settings.Warnings, CodeBook.Shipped);
        internal ArrayBufferWriter<byte> Answer { get; } = new();
    }

    /// <summary>The settings by which posts are judged.</summary>
    public IntakeSettings Settings => settings;

    /// <summary>Takes one message or one batch.</summary>
    /// <param name="sender">Known by its key; it counts, not MSH-4. Empty = MSH-4 counts.</param>
    /// <exception cref="IOException">The journal cannot be written: answer that the post was not taken.</exception>
    public async Task<PostAnswer> ReceiveAsync(byte[] body, string sender)
    {
        var receivedAt = clock.GetUtcNow();
        // To the microsecond, as the lake will know it.
        receivedAt = receivedAt.AddTicks(-(receivedAt.Ticks % 10));
        var answer = Judge(body, sender, receivedAt);
        if (answer.Received > 0) await journal.AppendAsync(body, sender, receivedAt).ConfigureAwait(false);
        return answer;
    }

    /// <summary>The answer to something longer than is taken, of which nothing was kept.</summary>
    /// <param name="length">Bytes.</param>
    public byte[] RefuseTooLong(long length, string sender)
    {
        var desk = new Desk(settings);
        desk.Part.Begin(1, 0);
        var source = new MessageSource(sender, "", clock.GetUtcNow());
        desk.Acks.Write(desk.Mapper, desk.Part, source, desk.Mapper.RefuseTooLong(0, length, source, desk.Part), desk.Answer);
        return desk.Answer.WrittenSpan.ToArray();
    }

    PostAnswer Judge(byte[] body, string sender, DateTimeOffset receivedAt)
    {
        if (!desks.TryTake(out var desk)) desk = new(settings);
        var source = new MessageSource(sender, "", receivedAt);
        desk.Part.Begin(1, 0);
        desk.Answer.ResetWrittenCount();
        var (received, rejected, messages, isBatch) = (0, 0, 0, false);
        var scanner = new MessageScanner(body);
        while (scanner.Next(out var piece))
        {
            if (piece.Kind == PieceKind.Envelope)
            {
                isBatch = true;
                continue;
            }
            var outcome = desk.Mapper.Map(body, piece, piece.Start, source, desk.Part);
            desk.Acks.Write(desk.Mapper, desk.Part, source, outcome, desk.Answer);
            received++;
            if (piece.Kind == PieceKind.Message) messages++;
            if (outcome == Outcome.Rejected) rejected++;
        }
        var acknowledgement = isBatch || received > 1
            ? [.. AckEnvelope.Begin(null, receivedAt), .. desk.Answer.WrittenSpan, .. AckEnvelope.End(received)]
            : desk.Answer.WrittenSpan.ToArray();
        if (body.Length <= LargestKeptDesk) desks.Add(desk);
        return messages == 0 ? new(acknowledgement, 0, 0, 0) : new(acknowledgement, received, received - rejected, rejected);
    }
}
