using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Names that are no names: newborn placeholders, test patients, fillers.</summary>
public static class NameRules
{
    public static readonly Rule Newborn = new("name-newborn", Warning, 102, 3, "The first name is a newborn's placeholder; send the name when it is given.");
    public static readonly Rule TestPatient = new("name-test-patient", Warning, 102, 3, "The name looks like a test patient's.");
    public static readonly Rule Filler = new("name-filler", Warning, 102, 3, "The name is a filler such as UNKNOWN, not a name.");

    public static readonly Rule Characters = new("name-characters", Warning, 102, 4, "The name holds digits or signs that names do not have.");
    public static readonly Rule MaidenFiller = new("maiden-name-filler", Information, 102, 3, "The mother's maiden name is a filler, not a name.");

    /// <summary>True where a name holds a digit or a sign other than those of names. Letters beyond ASCII are letters.</summary>
    public static bool HasOddCharacters(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
            if (b < 0x80 && !char.IsAsciiLetter((char)b) && b is not ((byte)' ' or (byte)'-' or (byte)'\'' or (byte)'.' or (byte)',' or (byte)'`' or (byte)'(' or (byte)')' or (byte)'/')) return true;
        return false;
    }

    /// <summary>True for a word that stands where a name should.</summary>
    public static bool IsFillerName(ReadOnlySpan<byte> name)
    {
        Span<byte> word = stackalloc byte[24];
        return IsFiller(Upper(name, word));
    }

    /// <summary>The rule that a name breaks; null where it looks like a name.</summary>
    /// <remarks>Compared in capitals, whole words only: a family called Test exists, so a last name alone is not enough.</remarks>
    public static Rule? Check(ReadOnlySpan<byte> last, ReadOnlySpan<byte> first)
    {
        Span<byte> l = stackalloc byte[24];
        Span<byte> f = stackalloc byte[24];
        var lastWord = Upper(last, l);
        var firstWord = Upper(first, f);
        if (IsNewborn(firstWord)) return Newborn;
        if (IsTest(lastWord) && (IsTest(firstWord) || firstWord.StartsWith("PATIENT"u8)) || firstWord.StartsWith("TESTPATIENT"u8) || lastWord.StartsWith("TESTPATIENT"u8)
            || lastWord.StartsWith("ZZZ"u8)) return TestPatient;
        return IsFiller(lastWord) || IsFiller(firstWord) ? Filler : null;
    }

    static bool IsNewborn(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("BABY"u8) || name.SequenceEqual("BABYBOY"u8) || name.SequenceEqual("BABYGIRL"u8) || name.SequenceEqual("NEWBORN"u8)
        || name.SequenceEqual("INFANT"u8) || name.SequenceEqual("BABYA"u8) || name.SequenceEqual("BABYB"u8) || name.SequenceEqual("BOYA"u8)
        || name.SequenceEqual("BOYB"u8) || name.SequenceEqual("GIRLA"u8) || name.SequenceEqual("GIRLB"u8) || name.SequenceEqual("INFANTBOY"u8)
        || name.SequenceEqual("INFANTGIRL"u8) || name.SequenceEqual("NEWBORNBOY"u8) || name.SequenceEqual("NEWBORNGIRL"u8) || name.SequenceEqual("BB"u8) || name.SequenceEqual("BG"u8);

    static bool IsTest(ReadOnlySpan<byte> name) => name.SequenceEqual("TEST"u8) || name.SequenceEqual("TESTING"u8) || name.SequenceEqual("TESTER"u8)
        || name.SequenceEqual("DUMMY"u8) || name.SequenceEqual("FAKE"u8);

    static bool IsFiller(ReadOnlySpan<byte> name) => name.SequenceEqual("UNKNOWN"u8) || name.SequenceEqual("UNK"u8) || name.SequenceEqual("NONAME"u8)
        || name.SequenceEqual("NOLASTNAME"u8) || name.SequenceEqual("NOFIRSTNAME"u8) || name.SequenceEqual("NFN"u8) || name.SequenceEqual("NLN"u8)
        || name.SequenceEqual("NA"u8) && name.Length == 2 || name.SequenceEqual("XXX"u8) || name.SequenceEqual("DECEASED"u8);

    /// <summary>Letters only, in capitals; what is longer than the buffer is none of the words looked for.</summary>
    static ReadOnlySpan<byte> Upper(ReadOnlySpan<byte> name, Span<byte> to)
    {
        var n = 0;
        foreach (var b in name)
        {
            if (n == to.Length) return to;
            if (char.IsAsciiLetter((char)b)) to[n++] = (byte)(b & ~32);
        }
        return to[..n];
    }
}
