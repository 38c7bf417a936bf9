using System.Text.Unicode;
using RegistryAnalytics.Etl.Hl7;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Reads the rows of a CSV or TSV file as UTF-8, in a buffer that grows only to the longest row.</summary>
/// <remarks>RFC 4180: fields may be quoted, a quoted field may hold separators and line breaks, two quotes stand for one. Not
/// thread-safe; a field is good until the next row is read.</remarks>
sealed class DelimitedReader(Stream stream, byte separator, int longestRow = 1 << 20)
{
    byte[] buffer = new byte[1 << 16];
    byte[] clean = [];
    int cleanUsed;
    (int Start, int Length)[] fields = new (int, int)[64];
    int start;
    int end;
    long offsetOfStart;
    bool ended;

    /// <summary>Fields of the row.</summary>
    public int Count { get; private set; }

    /// <summary>Of the row in the file, bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Of the row without its line end, bytes.</summary>
    public int Length { get; private set; }

    /// <summary>True where the row was not UTF-8 and was read as Windows-1252.</summary>
    public bool WasConverted { get; private set; }

    /// <summary>True where the row was longer than can be held; it has no fields and the next row begins after it.</summary>
    public bool WasTooLong { get; private set; }

    /// <summary>A field without the blanks around it; empty where the row is shorter.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) return default;
            var (from, length) = fields[index];
            var raw = buffer.AsSpan(from, length).Trim((byte)' ');
            var isPlain = !WasConverted && raw.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;
            var hasQuotes = from > 0 && buffer[from - 1] == '"' && raw.Contains((byte)'"');
            if (isPlain && !hasQuotes) return raw;
            if (clean.Length - cleanUsed < raw.Length * 3)
            {
                clean = new byte[Math.Max(4096, raw.Length * 6)];
                cleanUsed = 0;
            }
            var n = SourceText.Clean(raw, !WasConverted, clean.AsSpan(cleanUsed));
            var text = clean.AsSpan(cleanUsed, n);
            cleanUsed += n;
            return hasQuotes ? Unquote(text) : text;
        }
    }

    /// <summary>Reads the next row that is not blank.</summary>
    public bool Read()
    {
        cleanUsed = 0;
        while (true)
        {
            if (start == end && !More()) return false;
            if (offsetOfStart == 0 && end - start >= 3 && buffer.AsSpan(start).StartsWith("\uFEFF"u8)) Skip(3);
            else if (start < end && buffer[start] is (byte)'\r' or (byte)'\n') Skip(1);
            else if (start < end) break;
        }
        Offset = offsetOfStart;
        WasTooLong = false;
        int length;
        while (!TryCut(out length))
        {
            if (end - start > longestRow) { PassRow(); return true; }
            if (!More()) { TryCut(out length, atEnd: true); break; }
        }
        Length = length;
        WasConverted = !Utf8.IsValid(buffer.AsSpan(start, length));
        Skip(length);
        return true;
    }

    void Skip(int count)
    {
        start += count;
        offsetOfStart += count;
    }

    /// <summary>Cuts the row at the front into fields.</summary>
    bool TryCut(out int length, bool atEnd = false)
    {
        Count = 0;
        var at = start;
        while (true)
        {
            if (Count == fields.Length) Array.Resize(ref fields, fields.Length * 2);
            var from = at;
            if (at < end && buffer[at] == '"')
            {
                if (!Quoted(ref at, atEnd, out from, out var size)) { length = 0; return false; }
                fields[Count++] = (from, size);
            }
            else
            {
                var next = buffer.AsSpan(at, end - at).IndexOfAny(separator, (byte)'\r', (byte)'\n');
                if (next < 0 && !atEnd) { length = 0; return false; }
                at = next < 0 ? end : at + next;
                fields[Count++] = (from, at - from);
            }
            if (at < end && buffer[at] == separator) { at++; continue; }
            length = at - start;
            return true;
        }
    }

    /// <summary>Finds the end of a quoted field; what stands between its closing quote and the separator is dropped.</summary>
    bool Quoted(ref int at, bool atEnd, out int from, out int size)
    {
        (from, size) = (at + 1, 0);
        var close = from;
        while (true)
        {
            var quote = close >= end ? -1 : buffer.AsSpan(close, end - close).IndexOf((byte)'"');
            if (quote < 0)
            {
                if (!atEnd) return false;
                close = end;
                break;
            }
            close += quote;
            if (close + 1 >= end && !atEnd) return false;
            if (close + 1 >= end || buffer[close + 1] != '"') break;
            close += 2;
        }
        size = close - from;
        var rest = close < end ? buffer.AsSpan(close, end - close).IndexOfAny(separator, (byte)'\r', (byte)'\n') : -1;
        if (rest < 0 && !atEnd) return false;
        at = rest < 0 ? end : close + rest;
        return true;
    }

    /// <summary>Two quotes stand for one.</summary>
    static ReadOnlySpan<byte> Unquote(Span<byte> text)
    {
        var n = 0;
        for (var i = 0; i < text.Length; i++)
        {
            text[n++] = text[i];
            if (text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') i++;
        }
        return text[..n];
    }

    void PassRow()
    {
        WasTooLong = true;
        Count = 0;
        WasConverted = false;
        long passed = 0;
        while (true)
        {
            var hit = buffer.AsSpan(start, end - start).IndexOfAny((byte)'\r', (byte)'\n');
            var taken = hit < 0 ? end - start : hit;
            passed += taken;
            Skip(taken);
            if (hit >= 0 || !More()) break;
        }
        Length = (int)Math.Min(passed, int.MaxValue);
    }

    bool More()
    {
        if (ended) return false;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var n = stream.Read(buffer, end, buffer.Length - end);
        end += n;
        ended = n == 0;
        return n > 0;
    }
}
