using System.Buffers;
using System.Text.Unicode;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Brings the bytes of a message to clean UTF-8.</summary>
public static class SourceText
{
    static readonly SearchValues<byte> controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0B, 0x0C, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F]);

    // Windows-1252, 0x80 to 0x9F; the five places it leaves open read as the replacement character.
    static ReadOnlySpan<char> High =>
        "\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178";

    /// <summary>True where the bytes can be used as they are.</summary>
    public static bool IsClean(ReadOnlySpan<byte> message, out bool validUtf8, out bool hasControls)
    {
        validUtf8 = Utf8.IsValid(message);
        hasControls = message.ContainsAny(controls);
        return validUtf8 && !hasControls;
    }

    /// <summary>True where a text without a message is one in UTF-16, with or without its mark: every other byte of its letters is zero.</summary>
    public static bool LooksUtf16(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return true;
        var head = text[..Math.Min(text.Length, 256)];
        return head.IndexOf((ReadOnlySpan<byte>)[(byte)'M', 0, (byte)'S', 0, (byte)'H']) >= 0;
    }

    /// <summary>Makes a clean copy: Windows-1252 to UTF-8 where the bytes are no UTF-8, control characters to blanks.</summary>
    /// <param name="target">At least three times as long as the message.</param>
    /// <returns>Bytes written.</returns>
    public static int Clean(ReadOnlySpan<byte> message, bool validUtf8, Span<byte> target)
    {
        var n = 0;
        foreach (var b in message)
        {
            if (controls.Contains(b)) target[n++] = (byte)' ';
            else if (b < 0x80 || validUtf8) target[n++] = b;
            else
            {
                int c = b < 0xA0 ? High[b - 0x80] : b;
                if (c < 0x800)
                {
                    target[n++] = (byte)(0xC0 | c >> 6);
                }
                else
                {
                    target[n++] = (byte)(0xE0 | c >> 12);
                    target[n++] = (byte)(0x80 | c >> 6 & 0x3F);
                }
                target[n++] = (byte)(0x80 | c & 0x3F);
            }
        }
        return n;
    }
}
