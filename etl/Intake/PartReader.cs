using System.Security.Cryptography;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Etl.Intake;

/// <summary>
/// Reads the files of a batch one after the other and cuts them into parts at the beginnings of messages. Where the cuts
/// fall depends on the bytes alone, so the keys of a batch do too.
/// </summary>
sealed class PartReader(IReadOnlyList<ReceivedFile> files, int bytesPerPart, int messagesPerPart) : IDisposable
{
    byte[] carry = [];
    int carryLength;
    int file = -1;
    int number;
    Stream? stream;
    IncrementalHash? hash;
    long fileOffset;
    bool ended;
    long tooLongFrom = -1;

    /// <summary>Fills a part.</summary>
    /// <returns>False when every file has been read.</returns>
    /// <exception cref="IOException">A file cannot be read, or is not what it was when its hash was taken.</exception>
    public bool Next(RawPart part)
    {
        part.Slices.Clear();
        part.Length = 0;
        var messages = 0;
        while (part.Length < bytesPerPart && messages < messagesPerPart)
        {
            if (stream is null && !Open()) break;
            var start = part.Length;
            Fill(part);
            var filled = part.Buffer.AsSpan(start, part.Length - start);
            if (filled.IsEmpty) { Close(); continue; }
            if (tooLongFrom >= 0) { Pass(part, start); break; }
            var cut = Cut(filled, messagesPerPart - messages, out var counted);
            if (cut == 0)
            {
                // The message at the front does not end in this buffer: alone in the next one it has the most room.
                if (start > 0) { Return(part, start, 0); break; }
                tooLongFrom = fileOffset;
                Pass(part, start);
                break;
            }
            messages += counted;
            part.Slices.Add(new(SliceKind.Messages, file, start, cut, fileOffset));
            fileOffset += cut;
            Return(part, start, cut);
            if (ended && carryLength == 0) Close();
            else break;
        }
        if (part.Slices.Count == 0) return false;
        part.Number = number++;
        return true;
    }

    public void Dispose()
    {
        stream?.Dispose();
        hash?.Dispose();
    }

    bool Open()
    {
        if (++file >= files.Count) return false;
        stream = files[file].Open();
        hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        (fileOffset, ended, carryLength, tooLongFrom) = (0, false, 0, -1);
        return true;
    }

    void Close()
    {
        stream!.Dispose();
        stream = null;
        var read = Convert.ToHexStringLower(hash!.GetHashAndReset());
        hash.Dispose();
        hash = null;
        if (read != files[file].Sha256)
            throw new IOException($"{files[file].Name} changed while it was read; wait until its sender has finished writing it and take it in again.");
    }

    void Fill(RawPart part)
    {
        carry.AsSpan(0, carryLength).CopyTo(part.Buffer.AsSpan(part.Length));
        part.Length += carryLength;
        carryLength = 0;
        while (!ended && part.Length < bytesPerPart)
        {
            var n = stream!.Read(part.Buffer, part.Length, bytesPerPart - part.Length);
            hash!.AppendData(part.Buffer, part.Length, n);
            part.Length += n;
            ended = n == 0;
        }
    }

    /// <summary>Gives back what lies after a cut: the next part begins with it.</summary>
    void Return(RawPart part, int start, int cut)
    {
        carryLength = part.Length - start - cut;
        if (carry.Length < carryLength) carry = new byte[carryLength];
        part.Buffer.AsSpan(start + cut, carryLength).CopyTo(carry);
        part.Length = start + cut;
    }

    /// <summary>Passes over an overlong message up to the next beginning of one.</summary>
    void Pass(RawPart part, int start)
    {
        var filled = part.Buffer.AsSpan(start, part.Length - start);
        // What stands first was judged before: it is either this message's own header or inside a line.
        var next = NextHeader(filled, 1);
        var end = next < 0 && !ended;
        // A header may straddle the border: keep the last bytes for the next look.
        var cut = next >= 0 ? next : end ? Math.Max(1, filled.Length - 4) : filled.Length;
        part.Slices.Add(new(SliceKind.Passed, file, start, cut, fileOffset, end ? -1 : tooLongFrom));
        fileOffset += cut;
        if (!end) tooLongFrom = -1;
        Return(part, start, cut);
        if (ended && carryLength == 0) Close();
    }

    /// <summary>Where to cut: everything at the end of a file, else before the last message begun, or after so many.</summary>
    int Cut(ReadOnlySpan<byte> filled, int most, out int counted)
    {
        counted = 0;
        var last = 0;
        for (var at = NextHeader(filled, 0); at >= 0; at = NextHeader(filled, at + 1))
        {
            if (counted == most && at > 0) return at;
            counted++;
            last = at;
        }
        if (ended) return filled.Length;
        if (last > 0) counted--;
        return last;
    }

    /// <summary>Position of the next MSH at the beginning of a line, from a position on; −1 = none.</summary>
    static int NextHeader(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length)
        {
            var hit = text[from..].IndexOf("MSH"u8);
            if (hit < 0) return -1;
            from += hit;
            if ((from == 0 || text[from - 1] is (byte)'\r' or (byte)'\n' or 0x0B or 0x1C) && MessageScanner.IsHeader(text[from..])) return from;
            from++;
        }
        return -1;
    }
}
