using System.Buffers.Text;

namespace RegistryAnalytics.Synth;

/// <summary>A growing buffer of UTF-8 that is written field by field and reused.</summary>
sealed class ByteText
{
    byte[] bytes = new byte[1 << 12];

    internal int Length { get; private set; }

    /// <summary>What the owner counts in it: messages, rows.</summary>
    internal int Count { get; set; }

    internal ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    internal void Clear()
    {
        Length = 0;
        Count = 0;
    }

    internal Span<byte> From(int start) => bytes.AsSpan(start, Length - start);

    internal void Truncate(int length) => Length = length;

    internal ByteText Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
        return this;
    }

    internal ByteText Put(byte character)
    {
        Room(1)[0] = character;
        Length++;
        return this;
    }

    internal ByteText Put(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var n);
        Length += n;
        return this;
    }

    /// <summary>A number with leading zeros.</summary>
    internal ByteText Padded(long number, int digits)
    {
        var room = Room(digits);
        for (var i = digits - 1; i >= 0; i--)
        {
            room[i] = (byte)('0' + number % 10);
            number /= 10;
        }
        Length += digits;
        return this;
    }

    /// <summary>Letters and digits in base 36, with leading zeros.</summary>
    internal ByteText Base36(ulong number, int digits)
    {
        var room = Room(digits);
        for (var i = digits - 1; i >= 0; i--)
        {
            room[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8[(int)(number % 36)];
            number /= 36;
        }
        Length += digits;
        return this;
    }

    /// <summary>A day number as YYYYMMDD.</summary>
    internal ByteText Day(int day)
    {
        DateOnly.FromDayNumber(day).Deconstruct(out var y, out var m, out var d);
        return Padded(y * 10000 + m * 100 + d, 8);
    }

    /// <summary>A day number as YYYY-MM-DD.</summary>
    internal ByteText IsoDay(int day)
    {
        DateOnly.FromDayNumber(day).Deconstruct(out var y, out var m, out var d);
        return Padded(y, 4).Put((byte)'-').Padded(m, 2).Put((byte)'-').Padded(d, 2);
    }

    /// <summary>Text of an HL7 field, with the delimiters escaped.</summary>
    internal ByteText Hl7(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny("|^~\\&"u8) < 0) return Put(text);
        foreach (var character in text)
        {
            var escape = character switch
            {
                (byte)'|' => (byte)'F',
                (byte)'^' => (byte)'S',
                (byte)'~' => (byte)'R',
                (byte)'\\' => (byte)'E',
                (byte)'&' => (byte)'T',
                _ => (byte)0,
            };
            if (escape == 0) Put(character);
            else Put((byte)'\\').Put(escape).Put((byte)'\\');
        }
        return this;
    }

    /// <summary>A CSV cell, quoted where it must be.</summary>
    internal ByteText Cell(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(",\"\r\n"u8) < 0) return Put(text);
        Put((byte)'"');
        foreach (var character in text)
        {
            if (character == (byte)'"') Put((byte)'"');
            Put(character);
        }
        return Put((byte)'"');
    }

    internal ByteText Comma() => Put((byte)',');

    internal void EndRow()
    {
        Put((byte)'\n');
        Count++;
    }

    Span<byte> Room(int more)
    {
        if (Length + more > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + more));
        return bytes.AsSpan(Length);
    }
}
