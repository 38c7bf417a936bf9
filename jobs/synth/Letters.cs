namespace RegistryAnalytics.Synth;

/// <summary>Writes names and addresses as a sender spells them.</summary>
static class Letters
{
    // Plain letters for U+00C0 to U+00FF, the second byte after C3.
    static ReadOnlySpan<byte> Plain => "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"u8;

    /// <summary>A name in the sender's case and letters, escaped for HL7.</summary>
    internal static void Name(ByteText to, ReadOnlySpan<byte> name, Sender sender)
    {
        var start = to.Length;
        to.Hl7(name);
        Spell(to, start, sender);
    }

    internal static void Spell(ByteText to, int start, Sender sender)
    {
        if (!sender.UpperCase && !sender.PlainLetters) return;
        var text = to.From(start);
        var write = 0;
        for (var read = 0; read < text.Length; read++)
        {
            var character = text[read];
            if (character == 0xC3 && read + 1 < text.Length)
            {
                var second = text[++read];
                if (sender.PlainLetters)
                {
                    character = Plain[second & 0x3F];
                    text[write++] = sender.UpperCase && character is >= (byte)'a' and <= (byte)'z' ? (byte)(character - 32) : character;
                    continue;
                }
                text[write++] = character;
                text[write++] = second is >= 0xA0 and <= 0xBE and not 0xB7 ? (byte)(second - 32) : second;
                continue;
            }
            text[write++] = sender.UpperCase && character is >= (byte)'a' and <= (byte)'z' ? (byte)(character - 32) : character;
        }
        to.Truncate(start + write);
    }
}

static class Streets
{
    internal static readonly (byte[] Short, byte[] Long)[] Forms =
    [
        ("St"u8.ToArray(), "Street"u8.ToArray()), ("Ave"u8.ToArray(), "Avenue"u8.ToArray()), ("Rd"u8.ToArray(), "Road"u8.ToArray()), ("Dr"u8.ToArray(), "Drive"u8.ToArray()),
        ("Ln"u8.ToArray(), "Lane"u8.ToArray()), ("Ct"u8.ToArray(), "Court"u8.ToArray()), ("Blvd"u8.ToArray(), "Boulevard"u8.ToArray()), ("Way"u8.ToArray(), "Way"u8.ToArray()),
        ("Pl"u8.ToArray(), "Place"u8.ToArray()), ("Cir"u8.ToArray(), "Circle"u8.ToArray()), ("Trl"u8.ToArray(), "Trail"u8.ToArray()),
    ];

    /// <summary>House number, street and, where the sender writes it there, the unit.</summary>
    internal static void Line(ByteText to, Address address, bool shortForm, bool withUnit)
    {
        var form = Forms[address.Form];
        to.Put(address.Number).Put((byte)' ').Put(Names.Streets[address.Street]).Put((byte)' ').Put(shortForm ? form.Short : form.Long);
        if (withUnit && address.Unit > 0) to.Put(" #"u8).Put(address.Unit);
    }
}

/// <summary>Identifiers: each sender's look different and tell nothing about the person.</summary>
static class Ids
{
    internal static void Person(ByteText to, Record record) => Put(to, record.Sender, (ulong)record.Person.Id * 16 + (ulong)record.Number, (byte)'P');

    internal static void Dose(ByteText to, Record record, int serial) => Put(to, record.Sender, (ulong)record.Person.Id * 1024 + (ulong)serial, (byte)'V');

    internal static void Control(ByteText to, Record record, int serial) =>
        to.Put((byte)'M').Base36(Scramble((ulong)record.Person.Id * 1024 + (ulong)serial, record.Sender.Salt), 10);

    static void Put(ByteText to, Sender sender, ulong number, byte letter)
    {
        var hidden = Scramble(number, sender.Salt ^ letter);
        switch (sender.IdStyle)
        {
            case 0: to.Put((long)hidden); break;
            case 1: to.Put(letter).Padded((long)hidden, 14); break;
            case 2: to.Base36(hidden, 10); break;
            default: to.Padded((long)hidden, 15); break;
        }
    }

    /// <summary>A one-to-one shuffle of 46-bit numbers (an odd factor, a shift and a salt): 36^10 and 10^15 hold them all.</summary>
    internal static ulong Scramble(ulong number, ulong salt)
    {
        const ulong mask = (1UL << 46) - 1;
        var x = (number ^ salt) & mask;
        x = unchecked(x * 0x9E3779B97F4A7C15UL) & mask;
        x ^= x >> 23;
        x = unchecked(x * 0xBF58476D1CE4E5B9UL) & mask;
        return x ^ (x >> 23);
    }
}
