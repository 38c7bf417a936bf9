using System.Text;

namespace RegistryAnalytics.Codes;

/// <summary>Upper-case letters without accents: the common ground on which names and addresses are compared.</summary>
/// <remarks>The table is our own because the program runs without culture data, where Unicode decomposition is not to be had.</remarks>
public static class Latin
{
    // One character for each of U+00C0 to U+017F; '*' = two letters, see Pairs; '-' = not a letter.
    const string Folded =
        "AAAAAA*CEEEEIIIIDNOOOOO-OUUUUY**AAAAAA*CEEEEIIIIDNOOOOO-OUUUUY*Y" +
        "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIII**JJKKKLLLLLLLLLLNNNNNNNNNOOOOOO**RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>Upper-cases, strips accents and writes ligatures as two letters; other characters stay.</summary>
    public static string Fold(string text)
    {
        var plain = true;
        foreach (var c in text)
            if (c >= 'a' && c <= 'z' || c > 127) { plain = false; break; }
        if (plain) return text;
        var to = new StringBuilder(text.Length + 2);
        foreach (var c in text)
        {
            if (c <= 127) to.Append(char.ToUpperInvariant(c));
            else if (c is >= '\u0300' and <= '\u036F') continue;
            else if (c is >= '\u00C0' and <= '\u017F' && Folded[c - '\u00C0'] is var letter && letter != '-')
                if (letter == '*') to.Append(Two(c)); else to.Append(letter);
            else if (c is '\u2018' or '\u2019' or '\u02BC' or '\u00B4') to.Append('\'');
            else if (c is >= '\u2010' and <= '\u2015') to.Append('-');
            else to.Append(char.ToUpperInvariant(c));
        }
        return to.ToString();
    }

    static string Two(char c) => char.ToLowerInvariant(c) switch
    {
        '\u00E6' => "AE", '\u0153' => "OE", '\u00DF' => "SS", '\u00FE' => "TH", '\u00F0' => "D", '\u0133' => "IJ", _ => "",
    };
}
