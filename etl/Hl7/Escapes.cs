namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Decodes escape sequences, once, after splitting.</summary>
public static class Escapes
{
    /// <summary>
    /// <c>\F\ \S\ \T\ \R\ \E\</c> become the delimiters of the message, <c>\Xhh..\</c> bytes, <c>\.br\</c> a line break.
    /// An unknown or unterminated escape stays as it was sent.
    /// </summary>
    /// <param name="target">At least as long as the text.</param>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Delimiters delimiters, Span<byte> target)
    {
        var n = 0;
        while (!text.IsEmpty)
        {
            var at = text.IndexOf(delimiters.Escape);
            if (at < 0) at = text.Length;
            text[..at].CopyTo(target[n..]);
            n += at;
            text = text[at..];
            if (text.IsEmpty) break;
            var end = text[1..].IndexOf(delimiters.Escape);
            var taken = end < 0 ? 0 : One(text.Slice(1, end), delimiters, target, ref n);
            if (taken == 0)
            {
                target[n++] = text[0];
                text = text[1..];
            }
            else text = text[(end + 2)..];
        }
        return n;
    }

    static int One(ReadOnlySpan<byte> code, Delimiters delimiters, Span<byte> target, ref int n)
    {
        if (code.Length == 1)
        {
            var known = code[0] switch
            {
                (byte)'F' => delimiters.Field,
                (byte)'S' => delimiters.Component,
                (byte)'T' => delimiters.Sub,
                (byte)'R' => delimiters.Repetition,
                (byte)'E' => delimiters.Escape,
                _ => (byte)0,
            };
            if (known == 0) return 0;
            target[n++] = known;
            return 1;
        }
        if (code is [(byte)'.', (byte)'b', (byte)'r'])
        {
            target[n++] = (byte)'\n';
            return 1;
        }
        if (code.Length < 3 || code[0] != 'X' || code.Length % 2 == 0) return 0;
        var digits = code[1..];
        foreach (var b in digits)
            if (!char.IsAsciiHexDigit((char)b)) return 0;
        var first = n;
        for (var i = 0; i < digits.Length; i += 2)
        {
            var value = (byte)(Hex(digits[i]) << 4 | Hex(digits[i + 1]));
            target[n++] = value < 0x20 ? (byte)' ' : value;
        }
        if (System.Text.Unicode.Utf8.IsValid(target[first..n])) return 1;
        // Bytes that are no UTF-8 would spoil the column: the sequence stays as text.
        n = first;
        return 0;
    }

    static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10;
}
