namespace RegistryAnalytics.Etl.Hl7;

/// <summary>What a stretch of a submission is.</summary>
public enum PieceKind { Message, Envelope, Junk }

/// <summary>A stretch of a submission.</summary>
/// <param name="Start">First byte, in the buffer that was scanned.</param>
/// <param name="Length">Bytes, without the line ends and framing after it.</param>
public readonly record struct Piece(PieceKind Kind, int Start, int Length);

/// <summary>
/// Finds the messages of a submission: each runs from a line that begins <c>MSH</c> to the next such line, the next
/// envelope line (FHS, BHS, BTS, FTS), an MLLP end block, or the end. So a broken message costs only itself.
/// </summary>
/// <remarks>Every byte that is not blank or framing is in exactly one piece; tests hold the scanner to it.</remarks>
public ref struct MessageScanner(ReadOnlySpan<byte> buffer)
{
    readonly ReadOnlySpan<byte> buffer = buffer;
    int at;

    /// <summary>The next piece, in order.</summary>
    public bool Next(out Piece piece)
    {
        piece = default;
        SkipBlank();
        if (at >= buffer.Length) return false;
        var start = at;
        var kind = KindOf(buffer[at..]);
        at = LineEnd(at);
        if (kind != PieceKind.Envelope)
        {
            while (at < buffer.Length && buffer[at] != 0x1C)
            {
                var next = at + 1;
                while (next < buffer.Length && buffer[next] is (byte)' ' or (byte)'\t' or 0x0B) next++;
                // Files that were put together keep their marks.
                if (next < buffer.Length && buffer[next] == 0xEF && buffer[next..].StartsWith("\uFEFF"u8)) next += 3;
                if (next < buffer.Length && IsStart(buffer[next..])) break;
                at = next < buffer.Length && buffer[next] is not ((byte)'\r' or (byte)'\n' or 0x1C) ? LineEnd(next) : next;
            }
        }
        var end = at;
        while (end > start && buffer[end - 1] is <= (byte)' ') end--;
        piece = new(kind, start, end - start);
        return true;
    }

    /// <summary>True where a line that begins so starts a message or an envelope.</summary>
    public static bool IsStart(ReadOnlySpan<byte> line) => KindOf(line) != PieceKind.Junk;

    /// <summary>True where a line that begins so starts a message.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) =>
        line.Length > 3 && line[0] == 'M' && line[1] == 'S' && line[2] == 'H' && !char.IsAsciiLetterOrDigit((char)line[3]) && line[3] > ' ';

    static PieceKind KindOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3) return PieceKind.Junk;
        if (line[0] == 'M') return IsHeader(line) ? PieceKind.Message : PieceKind.Junk;
        if (line[0] is not ((byte)'F' or (byte)'B') || line[2] != 'S' && line[1] != 'T') return PieceKind.Junk;
        var name = line[..3];
        var known = name.SequenceEqual("FHS"u8) || name.SequenceEqual("BHS"u8) || name.SequenceEqual("BTS"u8) || name.SequenceEqual("FTS"u8);
        return known && (line.Length == 3 || !char.IsAsciiLetterOrDigit((char)line[3])) ? PieceKind.Envelope : PieceKind.Junk;
    }

    int LineEnd(int from)
    {
        var rest = buffer[from..].IndexOfAny((byte)'\r', (byte)'\n', (byte)0x1C);
        return rest < 0 ? buffer.Length : from + rest;
    }

    void SkipBlank()
    {
        while (at < buffer.Length)
        {
            if (buffer[at] <= ' ') at++;
            else if (buffer[at..].StartsWith("\uFEFF"u8)) at += 3;
            else return;
        }
    }
}
