namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>A street line taken apart.</summary>
/// <param name="Number">House number with its letter, or null.</param>
/// <param name="Street">Street in short forms, unit removed; null where nothing is left.</param>
public readonly record struct CleanStreet(string? Number, string? Street);

/// <summary>Addresses made comparable. Pure functions.</summary>
public static class AddressCleaner
{
    static readonly Dictionary<string, string> Short = LinkData.Lines("street_words.csv").Skip(1)
        .Select(line => line.Split(',')).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    static readonly HashSet<string> UnitWords = ["APT", "APARTMENT", "UNIT", "STE", "SUITE", "LOT", "TRLR", "TRAILER", "RM", "ROOM", "FL", "FLOOR", "BLDG"];

    // Where people are told to write when they have no address of their own.
    static readonly HashSet<string> Nowhere =
        ["GENERAL DELIVERY", "HOMELESS", "UNKNOWN", "UNK", "NONE", "NO ADDRESS", "NO FIXED ADDRESS", "BAD ADDRESS", "MOVED", "RETURNED MAIL", "SAME", "NA"];

    /// <summary>Takes a street line apart: "48 Leslie Place, Apt 3" is 48 and LESLIE PL.</summary>
    public static CleanStreet Street(string? raw)
    {
        var words = NameCleaner.Words(raw);
        if (words.Count == 0 || Nowhere.Contains(string.Join(' ', words))) return default;
        string? number = null;
        if (words.Count > 1 && char.IsDigit(words[0][0]) && !words[0].EndsWith("TH") && !words[0].EndsWith("ST") && !words[0].EndsWith("ND") && !words[0].EndsWith("RD"))
        {
            number = words[0];
            words.RemoveAt(0);
        }
        if (words.Count >= 3 && words[0] == "P" && words[1] == "O" && words[2] == "BOX") words.RemoveRange(0, 2);
        if (words.Count >= 2 && words[0] == "PO" && words[1] == "BOX") words.RemoveAt(0);
        for (var i = 1; i < words.Count; i++)
            if (UnitWords.Contains(words[i])) { words.RemoveRange(i, words.Count - i); break; }
        for (var i = 0; i < words.Count; i++)
            if (Short.TryGetValue(words[i], out var shorter)) words[i] = shorter;
        return new(number, words.Count == 0 ? null : string.Join(' ', words));
    }

    /// <summary>City in short forms, or null.</summary>
    public static string? City(string? raw)
    {
        var words = NameCleaner.Words(raw);
        for (var i = 0; i < words.Count; i++)
            if (Short.TryGetValue(words[i], out var shorter)) words[i] = shorter;
        var city = string.Join(' ', words);
        return city.Length == 0 || Nowhere.Contains(city) ? null : city;
    }

    /// <summary>The first five characters of a postal code; null where it says nothing (all zeros or nines).</summary>
    public static string? Zip(string? raw)
    {
        var words = NameCleaner.Words(raw);
        if (words.Count == 0) return null;
        var zip = words[0].Length >= 5 || words.Count == 1 ? words[0] : string.Concat(words);
        if (zip.Length > 5 && zip.All(char.IsDigit)) zip = zip[..5];
        return zip.All(c => c == '0') || zip.All(c => c == '9') ? null : zip;
    }
}
