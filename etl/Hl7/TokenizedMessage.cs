using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>One message cut into segments and fields: positions only, in tables that the next message uses again.</summary>
public sealed class TokenizedMessage
{
    const int Block = 32;
    Segment[] segments = new Segment[64];
    int[] separators = new int[1024];
    int separatorCount;
    byte[] bytes = [];
    int start;
    int length;

    /// <summary>Delimiters of this message.</summary>
    public Delimiters Delimiters { get; private set; }

    public int Count { get; private set; }

    /// <summary>Lines that are not segments: their name is not three capitals or digits before a separator.</summary>
    public int StrayLines { get; private set; }

    public Segment this[int index] => segments[index];

    /// <summary>All bytes of the message.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(start, length);

    /// <summary>Cuts a message. Segments may end with CR, LF or both; blank lines are skipped.</summary>
    public void Tokenize(byte[] buffer, int offset, int count, Delimiters delimiters)
    {
        (bytes, start, length, Delimiters) = (buffer, offset, count, delimiters);
        Count = separatorCount = StrayLines = 0;
        var text = buffer.AsSpan(offset, count);
        ref var origin = ref MemoryMarshal.GetReference(text);
        var field = Vector256.Create(delimiters.Field);
        var cr = Vector256.Create((byte)'\r');
        var lf = Vector256.Create((byte)'\n');
        var (segmentStart, firstSeparator, at) = (0, 0, 0);
        for (; at <= count - Block; at += Block)
        {
            var block = Vector256.LoadUnsafe(ref origin, (nuint)at);
            var ends = Vector256.Equals(block, cr) | Vector256.Equals(block, lf);
            var endMask = ends.ExtractMostSignificantBits();
            var mask = (ends | Vector256.Equals(block, field)).ExtractMostSignificantBits();
            if (separators.Length - separatorCount < Block) Array.Resize(ref separators, separators.Length * 2);
            while (mask != 0)
            {
                var bit = BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                if ((endMask >> bit & 1) == 0) separators[separatorCount++] = at + bit;
                else
                {
                    Close(text, segmentStart, at + bit, firstSeparator);
                    segmentStart = at + bit + 1;
                    firstSeparator = separatorCount;
                }
            }
        }
        for (; at < count; at++)
        {
            var b = text[at];
            if (b == delimiters.Field)
            {
                if (separators.Length == separatorCount) Array.Resize(ref separators, separators.Length * 2);
                separators[separatorCount++] = at;
            }
            else if (b is (byte)'\r' or (byte)'\n')
            {
                Close(text, segmentStart, at, firstSeparator);
                segmentStart = at + 1;
                firstSeparator = separatorCount;
            }
        }
        Close(text, segmentStart, count, firstSeparator);
    }

    /// <summary>A field, counted as the standard does: from 1, with MSH-1 being the separator itself.</summary>
    public Field this[int segment, int number]
    {
        get
        {
            ref readonly var s = ref segments[segment];
            var index = s.Id == SegmentId.Msh ? number - 2 : number - 1;
            if ((uint)index >= (uint)s.Separators) return default;
            var from = separators[s.FirstSeparator + index] + 1;
            var to = index + 1 < s.Separators ? separators[s.FirstSeparator + index + 1] : s.End;
            return new(bytes.AsSpan(start + from, to - from), Delimiters);
        }
    }

    /// <summary>Which one of its name a segment is in the message, from 1.</summary>
    public int Occurrence(int segment)
    {
        var n = 0;
        for (var i = 0; i <= segment; i++)
            if (segments[i].Id == segments[segment].Id) n++;
        return n;
    }

    void Close(ReadOnlySpan<byte> text, int from, int to, int firstSeparator)
    {
        while (from < to && text[from] is (byte)' ' or (byte)'\t') from++;
        if (from == to) return;
        var n = separatorCount - firstSeparator;
        var nameEnd = n > 0 ? separators[firstSeparator] : to;
        if (nameEnd - from != 3 || !IsName(text.Slice(from, 3)))
        {
            if (text[from..to].ContainsAnyExcept((byte)' ', (byte)'\t', (byte)0x1C)) StrayLines++;
            return;
        }
        if (Count == segments.Length) Array.Resize(ref segments, segments.Length * 2);
        segments[Count++] = new(SegmentId.Of(text[from..]), from, to, firstSeparator, n);
    }

    static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
            if (b is not (>= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9')) return false;
        return true;
    }
}
