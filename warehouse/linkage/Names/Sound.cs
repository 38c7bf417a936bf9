namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A phonetic key of a name, for blocking only: what sounds alike in English spelling should share it.</summary>
public static class Sound
{
    /// <summary>The key: at most five consonant classes, a leading vowel kept as A.</summary>
    /// <param name="name">Upper-case letters; anything else is passed over.</param>
    /// <returns>Empty where there is no letter.</returns>
    public static string Key(ReadOnlySpan<char> name)
    {
        Span<char> key = stackalloc char[5];
        var length = 0;
        var last = '\0';
        var first = true;
        for (var i = 0; i < name.Length && length < key.Length; i++)
        {
            var c = name[i];
            if (c is < 'A' or > 'Z') continue;
            var next = i + 1 < name.Length ? name[i + 1] : '\0';
            if (first && (c, next) is ('K', 'N') or ('G', 'N') or ('W', 'R') or ('P', 'N') or ('P', 'S')) continue;
            var code = Code(c, next);
            if (code == '\0')
            {
                if (first) key[length++] = 'A';
                if (c is not ('H' or 'W')) last = '\0';
            }
            else if (code != last)
            {
                key[length++] = code;
                last = code;
            }
            first = false;
            if ((c, next) is ('P', 'H') or ('G', 'H')) i++;
        }
        return new string(key[..length]);
    }

    static char Code(char c, char next) => c switch
    {
        'B' => 'P',
        'P' => next == 'H' ? 'F' : 'P',
        'F' or 'V' => 'F',
        'C' => next is 'E' or 'I' or 'Y' ? 'S' : 'K',
        'G' => next == 'H' ? '\0' : 'K',
        'K' or 'Q' or 'J' => 'K',
        'S' or 'X' or 'Z' => 'S',
        'D' or 'T' => 'T',
        'L' => 'L',
        'M' or 'N' => 'N',
        'R' => 'R',
        _ => '\0',
    };
}
