using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Reports.Xlsx;

/// <summary>Appends UTF-8 XML to a stream through one fixed buffer: constant memory, no string per cell.</summary>
sealed class XmlBytes(Stream target) : IDisposable
{
    const int Size = 1 << 16;
    readonly byte[] buffer = new byte[Size];
    int used;

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size - used)
        {
            Flush();
            if (bytes.Length > Size)
            {
                target.Write(bytes);
                return;
            }
        }
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    /// <summary>Markup that this code wrote itself; data goes through <see cref="Text"/>.</summary>
    public void Raw(string markup) => Raw(Encoding.UTF8.GetBytes(markup));

    public void Whole(long value)
    {
        Room(24);
        Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out var written);
        used += written;
    }

    /// <summary>Shortest digits that read back as the same double.</summary>
    public void Real(double value)
    {
        Room(32);
        value.TryFormat(buffer.AsSpan(used), out var written, default, CultureInfo.InvariantCulture);
        used += written;
    }

    /// <summary>Data as XML text or attribute value. What XML 1.0 cannot hold is written as _xHHHH_, as the format asks.</summary>
    /// <remarks>ECMA-376 part 1, ST_Xstring: a text that looks like such an escape has its underscore escaped (_x005F_).</remarks>
    public void Text(ReadOnlySpan<char> text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsPlain(c)) continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            if (c == '_' && !LooksLikeEscape(text[i..])) continue;
            Plain(text[start..i]);
            Escaped(c);
            start = i + 1;
        }
        Plain(text[start..]);
    }

    static bool IsPlain(char c) => c switch
    {
        '&' or '<' or '>' or '"' or '_' => false,
        '\t' or '\n' => true,
        < ' ' or '\uFFFE' or '\uFFFF' => false,
        _ => !char.IsSurrogate(c),
    };

    static bool LooksLikeEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_'
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);

    void Escaped(char c)
    {
        switch (c)
        {
            case '&': Raw("&amp;"u8); break;
            case '<': Raw("&lt;"u8); break;
            case '>': Raw("&gt;"u8); break;
            case '"': Raw("&quot;"u8); break;
            case '_': Raw("_x005F_"u8); break;
            default:
                Raw(char.IsSurrogate(c) ? "\uFFFD" : $"_x{(int)c:X4}_");
                break;
        }
    }

    void Plain(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var take = Math.Min(text.Length, Size / 4);
            if (take < text.Length && char.IsHighSurrogate(text[take - 1])) take--;
            Room(take * 3);
            used += Encoding.UTF8.GetBytes(text[..take], buffer.AsSpan(used));
            text = text[take..];
        }
    }

    void Room(int bytes)
    {
        if (Size - used < bytes) Flush();
    }

    void Flush()
    {
        target.Write(buffer.AsSpan(0, used));
        used = 0;
    }

    public void Dispose()
    {
        Flush();
        target.Dispose();
    }
}
