namespace RegistryAnalytics.Etl.Hl7;

/// <summary>The five characters that part a message, as its MSH segment declares them.</summary>
public readonly record struct Delimiters(byte Field, byte Component, byte Repetition, byte Escape, byte Sub)
{
    public static readonly Delimiters Standard = new((byte)'|', (byte)'^', (byte)'~', (byte)'\\', (byte)'&');

    /// <summary>Reads MSH-1 and MSH-2.</summary>
    /// <param name="message">Starts with <c>MSH</c>.</param>
    /// <returns>False where MSH-2 is missing, has less than four characters, repeats one, or uses letters or digits.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out Delimiters delimiters)
    {
        delimiters = Standard;
        if (message.Length < 8) return false;
        var field = message[3];
        var declared = message[4..];
        var end = declared.IndexOf(field);
        // 2.7 adds a fifth character for truncation, which nothing here needs.
        if (end is not (4 or 5)) return false;
        for (var i = 0; i < end; i++)
        {
            if (char.IsAsciiLetterOrDigit((char)declared[i]) || declared[i] <= ' ' || declared[i] >= 0x7F) return false;
            if (declared[..i].Contains(declared[i])) return false;
        }
        if (char.IsAsciiLetterOrDigit((char)field) || field <= ' ' || field >= 0x7F) return false;
        delimiters = new(field, declared[0], declared[1], declared[2], declared[3]);
        return true;
    }
}
