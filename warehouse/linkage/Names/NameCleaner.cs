namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a name field says once it is clean.</summary>
/// <param name="Name">Upper-case words joined by one blank; null where the field says nothing or a placeholder.</param>
/// <param name="Suffix">JR, SR, II, III, IV or null.</param>
/// <param name="Newborn">Whether it stands for a child that had no name yet.</param>
public readonly record struct CleanName(string? Name, string? Suffix, NewbornKind Newborn)
{
    /// <summary>No name was told.</summary>
    public static readonly CleanName None = new(null, null, NewbornKind.Named);
}

/// <summary>Names as people key them, made comparable. Pure functions.</summary>
public static class NameCleaner
{
    static readonly HashSet<string> Placeholders =
    [
        "UNK", "UNKNOWN", "ANON", "ANONYMOUS", "NONE", "TEST", "NA", "NULL", "NAME", "NOT GIVEN", "NO NAME", "NO FIRST NAME",
        "NO LAST NAME", "NFN", "NLN", "NMN", "NMI", "DECLINED", "REFUSED", "XXX", "XX", "DO NOT USE",
    ];

    static readonly HashSet<string> Titles =
        ["MR", "MRS", "MS", "MISS", "DR", "REV", "PROF", "SIR", "LORD", "LADY", "DAME", "CAPT", "COL", "GEN", "HON"];

    /// <summary>Cleans a first, middle or guardian name.</summary>
    public static CleanName Given(string? raw)
    {
        var words = Words(raw);
        if (words.Count == 0) return CleanName.None;
        var newborn = NewbornName.Read(words);
        return newborn != NewbornKind.Named ? new(null, null, newborn) : Finish(words);
    }

    /// <summary>Cleans a family or maiden name.</summary>
    public static CleanName Family(string? raw)
    {
        var words = Words(raw);
        return words.Count == 0 ? CleanName.None : Finish(words);
    }

    /// <summary>Whether a whole name is one that stands for nobody.</summary>
    public static bool IsNobody(string? first, string? last) =>
        (last == "DOE" && first is "JOHN" or "JANE") || first == "TEST" || last is "TEST" or "TESTPATIENT";

    static CleanName Finish(List<string> words)
    {
        string? suffix = null;
        while (words.Count > 1 && Suffix(words[^1]) is { } found)
        {
            suffix = found;
            words.RemoveAt(words.Count - 1);
        }
        while (words.Count > 1 && Titles.Contains(words[0])) words.RemoveAt(0);
        var name = string.Join(' ', words);
        return Placeholders.Contains(name) || AllSame(name) ? new(null, suffix, NewbornKind.Named) : new(name, suffix, NewbornKind.Named);
    }

    /// <summary>The generational suffix a word stands for, or null.</summary>
    public static string? Suffix(string? word) => word switch
    {
        "JR" or "JUNIOR" => "JR",
        "SR" or "SENIOR" => "SR",
        "II" or "2ND" => "II",
        "III" or "3RD" => "III",
        "IV" or "4TH" => "IV",
        _ => null,
    };

    /// <summary>Splits at blanks, hyphens and signs; apostrophes and full stops join what they stand between.</summary>
    internal static List<string> Words(string? raw)
    {
        var words = new List<string>(2);
        if (string.IsNullOrWhiteSpace(raw)) return words;
        var text = Latin.Fold(raw);
        Span<char> word = stackalloc char[Math.Min(text.Length, 128)];
        var n = 0;
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 128)))
        {
            if (char.IsLetterOrDigit(c)) word[n++] = c;
            else if (c is '\'' or '.' or '`') continue;
            else if (n > 0) { words.Add(word[..n].ToString()); n = 0; }
        }
        if (n > 0) words.Add(word[..n].ToString());
        return words;
    }

    static bool AllSame(string name)
    {
        if (name.Length < 3) return false;
        foreach (var c in name)
            if (c != name[0]) return false;
        return true;
    }
}
