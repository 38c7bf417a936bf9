using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>What became of a message.</summary>
public enum Outcome { Accepted, Warned, Rejected }

/// <summary>
/// Turns one message into staged rows. Usage cascades as the guide says: bad data empties the field, an empty required
/// field empties the segment, an empty required segment drops its order group or, outside a group, rejects the message.
/// </summary>
/// <remarks>One instance a worker; its tables are used again, so that a message costs no memory. Nothing a message holds
/// makes it throw.</remarks>
public sealed partial class MessageMapper(IntakeSettings settings, CodeBook codes)
{
    readonly TokenizedMessage tokens = new();
    readonly Findings findings = new();
    readonly byte[][] versions = [.. settings.ToleratedVersions.Select(System.Text.Encoding.ASCII.GetBytes)];
    byte[] clean = [];
    byte[] scratch = new byte[4096];
    int scratchUsed;
    bool hasEscapes;
    StagedPart part = null!;
    MessageSource source = null!;
    bool rejected;
    long messageKey;

    /// <summary>Findings of the message mapped last.</summary>
    public Findings Findings => findings;

    /// <summary>True where the message mapped last could be cut into fields.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>The message mapped last, cut into fields; for the answer to it.</summary>
    public TokenizedMessage Tokens => tokens;

    /// <summary>Maps one piece of a submission.</summary>
    /// <param name="fileOffset">Of the piece in the received file, bytes.</param>
    public Outcome Map(byte[] buffer, Piece piece, long fileOffset, MessageSource from, StagedPart to)
    {
        (part, source, rejected, held, scratchUsed) = (to, from, false, false, 0);
        var start = Marks.Of(to);
        var bytes = buffer.AsSpan(piece.Start, piece.Length);
        var row = to.Message.Rows.Add();
        messageKey = to.KeyBase + row;
        Register(row, fileOffset, bytes);
        findings.Begin(to, messageKey, SeveritiesOf(from.Sender.Span));
        Keep(from.Sender.Span, ref sender, ref senderLength);
        to.Message.Sender.Set(row, from.Sender.Span);
        if (piece.Kind == PieceKind.Junk) Refuse(SourceText.LooksUtf16(bytes) ? Conformance.Utf16 : Conformance.NoHeader, new("MSH"u8, 1));
        else if (Cut(buffer, piece)) Read(row);
        return Finish(row, start);
    }

    /// <summary>Registers a message that was longer than could be held; only its range is known.</summary>
    public Outcome RefuseTooLong(long fileOffset, long length, MessageSource from, StagedPart to)
    {
        (part, source, rejected, held, scratchUsed) = (to, from, false, false, 0);
        var start = Marks.Of(to);
        var row = to.Message.Rows.Add();
        messageKey = to.KeyBase + row;
        Register(row, fileOffset, []);
        to.Message.ByteLength[row] = length;
        to.Message.Sender.Set(row, from.Sender.Span);
        findings.Begin(to, messageKey, SeveritiesOf(from.Sender.Span));
        Refuse(Conformance.TooLong, new("MSH"u8, 1));
        return Finish(row, start);
    }

    void Read(int row)
    {
        var kind = ReadHeader(row);
        if (kind == MessageKind.None) return;
        ReadBody(kind);
        // A test message is judged like any other, so that its sender learns from it; its facts go no further.
        if (!isProduction) Find(Conformance.NotProduction, 0, 11);
    }

    void Register(int row, long fileOffset, ReadOnlySpan<byte> bytes)
    {
        var to = part.Message;
        to.Key[row] = messageKey;
        to.ReceivedAt[row] = source.ReceivedMicros;
        to.RawSha256.Set(row, source.RawSha256.Span);
        to.ByteOffset[row] = fileOffset;
        to.ByteLength[row] = bytes.Length;
        to.ContentHash[row] = ContentHash.Of(bytes);
        (isProduction, HasHeader) = (true, false);
    }

    /// <summary>Brings the bytes to clean UTF-8 and cuts them into fields.</summary>
    bool Cut(byte[] buffer, Piece piece)
    {
        if (piece.Length > settings.LongestMessage)
        {
            Refuse(Conformance.TooLong, new("MSH"u8, 1));
            return false;
        }
        var (text, at, length) = (buffer, piece.Start, piece.Length);
        if (!SourceText.IsClean(buffer.AsSpan(at, length), out var validUtf8, out var controls))
        {
            if (clean.Length < length * 3) clean = new byte[length * 3];
            length = SourceText.Clean(buffer.AsSpan(at, length), validUtf8, clean);
            (text, at) = (clean, 0);
        }
        if (!Delimiters.TryRead(text.AsSpan(at, length), out var delimiters))
        {
            Refuse(Conformance.Delimiters, new("MSH"u8, 1, 2));
            return false;
        }
        tokens.Tokenize(text, at, length, delimiters);
        HasHeader = true;
        hasEscapes = text.AsSpan(at + 8, length - 8).Contains(delimiters.Escape);
        if (!validUtf8) findings.Add(Conformance.NotUtf8, new("MSH"u8, 1, 18));
        if (controls) findings.Add(Conformance.Controls, new("MSH"u8, 1));
        if (tokens.StrayLines > 0) findings.Add(Conformance.StrayLine, new("MSH"u8, 1));
        return true;
    }

    Outcome Finish(int row, in Marks start)
    {
        var to = part.Message;
        var outcome = rejected ? Outcome.Rejected : findings.Errors + findings.Warnings > 0 ? Outcome.Warned : Outcome.Accepted;
        if (rejected && !held) start.TakeBack(part, keepDoses: true);
        else if (held || !isProduction)
        {
            start.TakeBack(part, keepDoses: false);
            for (var issue = findings.First; issue < part.Issue.Rows.Count; issue++) part.Issue.DoseRowKey[issue] = LongColumn.Nothing;
        }
        to.Outcome.Set(row, outcome switch { Outcome.Accepted => "accepted"u8, Outcome.Warned => "warned"u8, _ => "rejected"u8 });
        to.Errors[row] = findings.Errors;
        to.Warnings[row] = findings.Warnings;
        return outcome;
    }

    /// <summary>Writes a finding after which nothing of the message can be used, however grave it is configured to be.</summary>
    void Refuse(Rule rule, Place place, ReadOnlySpan<byte> value = default)
    {
        findings.Add(rule, place, value);
        rejected = true;
    }

    /// <summary>Writes a finding whose consequence, while it is an error, is that the message is rejected.</summary>
    void Reject(Rule rule, Place place, ReadOnlySpan<byte> value = default)
    {
        if (findings.Add(rule, place, value) == Severity.Error) rejected = true;
    }

    Severity Find(Rule rule, int segment, int field, int component = 0, int repetition = 1, ReadOnlySpan<byte> value = default) =>
        findings.Add(rule, At(segment, field, component, repetition), value);

    Place At(int segment, int field, int component = 0, int repetition = 1) =>
        new(tokens.Bytes.Slice(tokens[segment].Start, 3), tokens.Occurrence(segment), field, component, repetition);

    /// <summary>The text of a component: escapes decoded.</summary>
    ReadOnlySpan<byte> Text(ReadOnlySpan<byte> raw)
    {
        if (!hasEscapes || !raw.Contains(tokens.Delimiters.Escape)) return raw;
        if (scratch.Length - scratchUsed < raw.Length)
        {
            scratch = new byte[Math.Max(scratch.Length * 2, raw.Length * 2)];
            scratchUsed = 0;
        }
        var n = Escapes.Decode(raw, tokens.Delimiters, scratch.AsSpan(scratchUsed));
        var text = scratch.AsSpan(scratchUsed, n);
        scratchUsed += n;
        return text;
    }
}
