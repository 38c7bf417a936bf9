namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>What a first-name field says about a child that had no name yet.</summary>
public enum NewbornKind : byte
{
    /// <summary>A name, or nothing: not a newborn placeholder.</summary>
    Named,
    /// <summary>A placeholder of unsaid sex: BABY, NEWBORN, INFANT, TWIN A.</summary>
    Baby,
    /// <summary>BABY BOY, BB, MC1, SMITHS BOY.</summary>
    Boy,
    /// <summary>BABY GIRL, BG, FC1.</summary>
    Girl,
}

/// <summary>Placeholders that hospitals key before a child is named.</summary>
/// <remarks>The list is modelled on the published placeholder lists of state registries' manuals, read November 2026.</remarks>
public static class NewbornName
{
    /// <summary>Whether a last-name field holds a placeholder of a first name: the two fields were exchanged.</summary>
    public static bool IsInLastName(IReadOnlyList<string> words) => words is [("BABY" or "NEWBORN" or "INFANT" or "TWIN"), ..] && Read(words) != NewbornKind.Named;

    /// <summary>Reads cleaned words of a first-name field.</summary>
    public static NewbornKind Read(IReadOnlyList<string> words)
    {
        if (words.Count == 0) return NewbornKind.Named;
        if (words.Count == 1) return One(words[0]);
        var last = words[^1];
        var first = words[0];
        if (IsOrdinal(last) && One(string.Concat(words.Take(words.Count - 1))) is var stem && stem != NewbornKind.Named) return stem;
        if (first is "BABY" or "NEWBORN" or "INFANT" or "NB" or "BB" or "BG" or "TWIN" or "TRIPLET" or "BOY" or "GIRL" or "MALE" or "FEMALE")
        {
            if (words.Skip(1).Any(word => word is "BOY" or "MALE" or "M")) return NewbornKind.Boy;
            if (words.Skip(1).Any(word => word is "GIRL" or "FEMALE" or "F")) return NewbornKind.Girl;
            if (words.Skip(1).All(word => IsOrdinal(word) || word is "INFANT" or "NEWBORN" or "BABY" or "TWIN" or "OF")) return One(first);
        }
        if (words.Count == 2 && first is "BABY" or "NEWBORN" or "INFANT" && last.Length is >= 2 and <= 5)
        {
            if (TextDistance.Within(last, "BOY", 1)) return NewbornKind.Boy;
            if (TextDistance.Within(last, "GIRL", 1)) return NewbornKind.Girl;
        }
        if (words.Count == 2 && first.Length > 1 && last.Length is 4 or 5 && TextDistance.Within(last, "GIRL", 1)) return NewbornKind.Girl;
        // "<Mother> girl", "<Mother>s boy".
        if (words.Count == 2 && first.Length > 1)
            return last switch { "BOY" => NewbornKind.Boy, "GIRL" => NewbornKind.Girl, "BABY" => NewbornKind.Baby, _ => NewbornKind.Named };
        return NewbornKind.Named;
    }

    static NewbornKind One(string word)
    {
        // BB1, BBA, TWINA; but BOYD and MALEA are names.
        var stem = word.Length > 2 && (char.IsDigit(word[^1]) || (word.StartsWith("TWIN", StringComparison.Ordinal) || word[..2] is "BB" or "BG" && word.Length == 3) && IsOrdinal(word[^1..])) ? word[..^1] : word;
        return Bare(word) is var whole && whole != NewbornKind.Named ? whole : Bare(stem);
    }

    static NewbornKind Bare(string word) => word switch
    {
        "BABY" or "NEWBORN" or "INFANT" or "NB" or "TWIN" or "TRIPLET" => NewbornKind.Baby,
        "BABYBOY" or "BB" or "BOY" or "MALE" or "MC" or "NEWBORNBOY" or "NEWBORNMALE" or "BOYBABY" or "INFANTBOY" or "INFANTMALE" => NewbornKind.Boy,
        "BABYGIRL" or "BG" or "GIRL" or "FEMALE" or "FC" or "NEWBORNGIRL" or "NEWBORNFEMALE" or "GIRLBABY" or "INFANTGIRL" or "INFANTFEMALE" => NewbornKind.Girl,
        // A slip in a word too long to be a name by chance.
        { Length: >= 6 and <= 8 } when TextDistance.Within(word, "NEWBORN", 1) => NewbornKind.Baby,
        { Length: >= 6 and <= 8 } when TextDistance.Within(word, "BABYBOY", 1) => NewbornKind.Boy,
        { Length: >= 7 and <= 9 } when TextDistance.Within(word, "BABYGIRL", 1) => NewbornKind.Girl,
        _ => NewbornKind.Named,
    };

    static bool IsOrdinal(string word) => word is "1" or "2" or "3" or "4" or "A" or "B" or "C" or "D" or "I" or "II" or "III" or "ONE" or "TWO";
}
