namespace RegistryAnalytics.Etl.Hl7;

/// <summary>A field, one of its repetitions, or a component: raw bytes with the delimiters that part them further.</summary>
public readonly ref struct Field(ReadOnlySpan<byte> raw, Delimiters delimiters)
{
    readonly Delimiters delimiters = delimiters;

    /// <summary>The bytes as sent, surrounding blanks removed, <c>""</c> read as empty. Escapes are still in it.</summary>
    public ReadOnlySpan<byte> Raw { get; } = Trim(raw);

    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>True where nothing but delimiters was sent.</summary>
    public bool SaysNothing
    {
        get
        {
            foreach (var b in Raw)
                if (b != delimiters.Component && b != delimiters.Repetition && b != delimiters.Sub && b != ' ' && b != '"') return false;
            return true;
        }
    }

    /// <summary>A component of the first repetition, from 1; empty where there is none. Subcomponents are still in it.</summary>
    public ReadOnlySpan<byte> Component(int number) => Trim(Part(First.Raw, delimiters.Component, number));

    /// <summary>The first subcomponent of a component of the first repetition.</summary>
    public ReadOnlySpan<byte> First1(int number)
    {
        var part = Component(number);
        var end = part.IndexOf(delimiters.Sub);
        return end < 0 ? part : Trim(part[..end]);
    }

    /// <summary>A subcomponent of a component of the first repetition, both from 1.</summary>
    public ReadOnlySpan<byte> Sub(int component, int number) => Trim(Part(Component(component), delimiters.Sub, number));

    /// <summary>The first repetition.</summary>
    public Field First
    {
        get
        {
            var end = Raw.IndexOf(delimiters.Repetition);
            return end < 0 ? this : new(Raw[..end], delimiters);
        }
    }

    /// <summary>Takes the next repetition off the front of what is left.</summary>
    /// <param name="rest">Starts as this field's <see cref="Raw"/>.</param>
    public bool Next(ref ReadOnlySpan<byte> rest, out Field repetition)
    {
        repetition = default;
        if (rest.IsEmpty) return false;
        var end = rest.IndexOf(delimiters.Repetition);
        repetition = new(end < 0 ? rest : rest[..end], delimiters);
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }

    static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> text, byte delimiter, int number)
    {
        for (; number > 1; number--)
        {
            var at = text.IndexOf(delimiter);
            if (at < 0) return default;
            text = text[(at + 1)..];
        }
        var end = text.IndexOf(delimiter);
        return end < 0 ? text : text[..end];
    }

    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return text;
        if (text[0] <= ' ' || text[^1] <= ' ') text = text.Trim(" \t\r\n\0"u8);
        return text.Length == 2 && text[0] == '"' && text[1] == '"' ? default : text;
    }
}
