using System.Buffers;
using System.Collections.Concurrent;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>The answer to a post.</summary>
/// <param name="Acknowledgement">ACK messages, one for each message of the post.</param>
/// <param name="Received">Messages in the post; 0 = nothing that could be one, and nothing was kept.</param>
public sealed record PostAnswer(byte[] Acknowledgement, int Received, int Accepted, int Rejected);

/// <summary>Takes posts: judges every message, keeps the bytes in the journal, and only then answers.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public sealed class PostedSubmissions(Journal journal, IntakeSettings settings, TimeProvider clock)
{
    readonly ConcurrentBag<Desk> desks = [];

    /// <summary>What judging needs; one post at a time uses it.</summary>
    sealed class Desk(IntakeSettings settings)
    {
        internal MessageMapper Mapper { get; } = new(settings, CodeBook.Shipped);
        internal StagedPart Part { get; } = new();
        internal AckWriter Acks { get; } = new(settings.Warnings, CodeBook.Shipped);
        internal ArrayBufferWriter<byte> Answer { get; } = new();
    }

    /// <summary>Takes one message or one batch.</summary>
    /// <param name="sender">Known by its key; it counts, not MSH-4.</param>
    /// <exception cref="IOException">The journal cannot be written: answer that the post was not taken.</exception>
    public PostAnswer Receive(byte[] body, string sender)
    {
        if (!desks.TryTake(out var desk)) desk = new(settings);
        var source = new MessageSource(sender, "", clock.GetUtcNow());
        desk.Part.Begin(1, 0);
        desk.Answer.ResetWrittenCount();
        var (received, rejected) = (0, 0);
        var scanner = new MessageScanner(body);
        while (scanner.Next(out var piece))
        {
            if (piece.Kind == PieceKind.Envelope) continue;
            var outcome = desk.Mapper.Map(body, piece, piece.Start, source, desk.Part);
            desk.Acks.Write(desk.Mapper, desk.Part, source, outcome, desk.Answer);
            received++;
            if (outcome == Outcome.Rejected) rejected++;
        }
        var answer = new PostAnswer(desk.Answer.WrittenSpan.ToArray(), received, received - rejected, rejected);
        desks.Add(desk);
        if (received > 0) journal.Append(body, sender);
        return answer;
    }
}
