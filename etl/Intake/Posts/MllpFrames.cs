namespace RegistryAnalytics.Etl.Intake.Posts;

/// <summary>One frame of the minimal lower layer protocol.</summary>
/// <param name="Message">What stood between its marks; empty where that was too long.</param>
/// <param name="Length">Bytes between its marks.</param>
/// <param name="IsTooLong">More than is taken; it was read to its end and thrown away.</param>
public readonly record struct MllpFrame(byte[] Message, long Length, bool IsTooLong);

/// <summary>Reads the frames of a connection. A frame that does not end gives nothing: nobody was told that it was taken.</summary>
/// <param name="largest">Longest frame that is kept, bytes.</param>
/// <param name="patience">Longest time from the beginning of a frame to its end.</param>
public sealed class MllpFrames(Stream stream, int largest, TimeSpan patience) : IDisposable
{
    public const byte Begin = 0x0B;
    public const byte End = 0x1C;
    const int Kept = 1 << 20;

    readonly byte[] buffer = new byte[1 << 14];
    MemoryStream frame = new();
    int at;
    int filled;

    /// <summary>The next frame; null when the connection ended.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or a frame was begun and not ended in time.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<MllpFrame?> Next(CancellationToken cancel)
    {
        if (frame.Capacity > Kept) frame = new();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (inside, length) = (false, 0L);
        while (true)
        {
            while (at < filled)
            {
                var rest = buffer.AsMemory(at, filled - at);
                // A begin mark inside a frame: its sender gave the first one up.
                var mark = inside ? rest.Span.IndexOfAny(Begin, End) : rest.Span.IndexOf(Begin);
                var taken = mark < 0 ? rest.Length : mark;
                if (inside && length <= largest) frame.Write(rest.Span[..(int)Math.Min(taken, largest - length)]);
                length += taken;
                at += mark < 0 ? taken : taken + 1;
                if (mark < 0) continue;
                if (rest.Span[mark] == End)
                    return length > largest ? new([], length, true) : new(frame.ToArray(), length, false);
                frame.SetLength(0);
                (inside, length) = (true, 0);
                limit.CancelAfter(patience);
            }
            (at, filled) = (0, await stream.ReadAsync(buffer, inside ? limit.Token : cancel).ConfigureAwait(false));
            if (filled == 0) return null;
        }
    }

    /// <summary>Puts an answer into a frame.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> message) => [Begin, .. message, End, (byte)'\r'];

    public void Dispose() => frame.Dispose();
}
